package dev.rekindle.sandbox.cluster.api;

import dev.rekindle.sandbox.cluster.object.ApiFailure;
import dev.rekindle.sandbox.cluster.registry.Registry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API server on a loopback port. */
public final class ApiServer implements AutoCloseable {
  private static final int FRAME = 64 * 1024 * 1024;
  private static final Pattern AS = Pattern.compile("/as/([^/]+)(.*)");

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4));
  private final Access access;
  private final Dispatch dispatch;
  private final Watches watches;
  private final PodSockets sockets;
  private final HttpServer server;
  private volatile UnaryOperator<Fault> faults = fault -> fault;

  /** What happens to a request besides being answered; a test may put a refusal in front. */
  public record Fault(String method, String path, int status) {}

  public ApiServer(Registry registry, Access access, Pods pods, int port) {
    this.access = access;
    this.dispatch = new Dispatch(registry, access, pods);
    this.watches = new Watches(registry);
    this.sockets = new PodSockets(registry, pods, vertx);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setMaxWebSocketFrameSize(FRAME)
            .setMaxWebSocketMessageSize(FRAME)
            .setMaxHeaderSize(1024 * 1024)
            .setMaxInitialLineLength(1024 * 1024)
            .setHandle100ContinueAutomatically(true)
            .setCompressionSupported(false)
            .setWebSocketSubProtocols(List.of("v5.channel.k8s.io", "v4.channel.k8s.io"));
    this.server = vertx.createHttpServer(options).requestHandler(this::serve);
    try {
      server.listen().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the API server cannot listen on 127.0.0.1:" + port, e);
    }
  }

  public int port() {
    return server.actualPort();
  }

  /** Lets a test refuse requests: the operator returns the fault with a status other than 0. */
  public void faults(UnaryOperator<Fault> operator) {
    this.faults = operator;
  }

  private void serve(HttpServerRequest request) {
    Fault fault = faults.apply(new Fault(request.method().name(), path(request), 0));
    if (fault.status() != 0) {
      send(
          request.response(),
          Answer.failure(ApiFailure.of(fault.status(), "InternalError", "injected fault")));
      return;
    }
    Call call;
    try {
      call = call(request);
    } catch (ApiFailure failure) {
      send(request.response(), Answer.failure(failure));
      return;
    }
    String upgrade = request.getHeader("Upgrade");
    if (upgrade != null && upgrade.equalsIgnoreCase("websocket")) {
      upgrade(request, call);
    } else if (call.method().equals("GET")
        && (call.flag("watch") || call.path().contains("/watch/"))) {
      watch(request.response(), call);
    } else {
      request
          .body()
          .onSuccess(body -> answer(request, call, body))
          .onFailure(e -> request.connection().close());
    }
  }

  private Call call(HttpServerRequest request) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    request
        .params()
        .forEach(e -> query.computeIfAbsent(e.getKey(), k -> new ArrayList<>()).add(e.getValue()));
    Subject subject = access.authenticate(authorization(request));
    String type = header(request, "Content-Type").split(";", 2)[0].strip();
    String path = path(request);
    return new Call(
        request.method().name(),
        path,
        query,
        type,
        header(request, "User-Agent"),
        subject,
        Buffer.buffer());
  }

  /**
   * Of the header, else of an address {@code /as/TOKEN/...}: kubectl sends none over plain HTTP.
   */
  private static String authorization(HttpServerRequest request) {
    Matcher named = AS.matcher(String.valueOf(request.path()));
    return named.matches() ? "Bearer " + named.group(1) : header(request, "Authorization");
  }

  private static String path(HttpServerRequest request) {
    String path = AS.matcher(String.valueOf(request.path())).replaceFirst("$2");
    if (path.isEmpty()) {
      return "/";
    }
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String header(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private void answer(HttpServerRequest request, Call call, Buffer body) {
    Call whole =
        new Call(
            call.method(),
            call.path(),
            call.query(),
            call.contentType(),
            call.userAgent(),
            call.subject(),
            body);
    Answer answer;
    try {
      answer = dispatch.answer(whole);
    } catch (RuntimeException e) {
      answer = Answer.failure(ApiFailure.of(500, "InternalError", "Internal error occurred: " + e));
    }
    send(request.response(), answer);
  }

  private static void send(HttpServerResponse response, Answer answer) {
    response.setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
    answer.headers().forEach(response::putHeader);
    response.end(answer.body());
  }

  private void watch(HttpServerResponse response, Call call) {
    try {
      Place place = dispatch.place(call);
      Watches.check(call);
      response.setChunked(true).putHeader("Content-Type", "application/json");
      response.writeHead();
      var context = vertx.getOrCreateContext();
      Runnable stop =
          watches.start(
              place,
              call,
              line -> context.runOnContext(x -> writeLine(response, line)),
              () -> context.runOnContext(x -> finish(response)));
      response.closeHandler(x -> stop.run()).exceptionHandler(e -> stop.run());
      String seconds = call.parameter("timeoutSeconds");
      long after = seconds.isEmpty() ? 1800 : Math.max(1, Long.parseLong(seconds));
      vertx.setTimer(
          after * 1000,
          x -> {
            stop.run();
            finish(response);
          });
    } catch (ApiFailure failure) {
      send(response, Answer.failure(failure));
    }
  }

  private static void writeLine(HttpServerResponse response, String line) {
    if (!response.ended() && !response.closed()) {
      response.write(line + "\n");
    }
  }

  private static void finish(HttpServerResponse response) {
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }

  private void upgrade(HttpServerRequest request, Call call) {
    try {
      Place place = dispatch.place(call);
      switch (place.subresource()) {
        case "exec", "attach" -> sockets.exec(request, place, call);
        case "portforward" -> sockets.forward(request, place, call);
        default -> request.toWebSocket().onSuccess(socket -> watch(socket, place, call));
      }
    } catch (ApiFailure failure) {
      send(request.response(), Answer.failure(failure));
    } catch (PodSockets.Refused refused) {
      send(request.response(), Answer.text(500, refused.text()));
    }
  }

  private void watch(ServerWebSocket socket, Place place, Call call) {
    var context = vertx.getOrCreateContext();
    Runnable stop =
        watches.start(
            place,
            call,
            line ->
                context.runOnContext(x -> {
                  if (!socket.isClosed()) socket.writeTextMessage(line);
                }),
            () -> context.runOnContext(x -> socket.close()));
    socket.closeHandler(x -> stop.run());
    String seconds = call.parameter("timeoutSeconds");
    long after = seconds.isEmpty() ? 1800 : Math.max(1, Long.parseLong(seconds));
    vertx.setTimer(
        after * 1000,
        x -> {
          stop.run();
          if (!socket.isClosed()) socket.close();
        });
  }

  /** Breaks every open connection without a word, as a killed API server does. */
  public void breakConnections() {
    sockets.breakAll();
  }

  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the API server did not stop", e);
    }
  }
}
