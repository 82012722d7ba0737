package dev.rekindle.worker.kit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.rekindle.contract.attempt.AttemptRef;
import dev.rekindle.contract.attempt.RestoreId;
import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.message.StageContext;
import dev.rekindle.contract.stage.Credentials;
import dev.rekindle.contract.stage.Endpoint;
import dev.rekindle.contract.stage.SecretRef;
import dev.rekindle.worker.kit.artifact.Digests;
import dev.rekindle.worker.kit.stage.AttemptEnded;
import dev.rekindle.worker.kit.stage.StageOutcome;
import dev.rekindle.worker.kit.stage.StageProblem;
import dev.rekindle.worker.kit.testing.FakeAttempt;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FabricClusterIT {

  @TempDir Path directory;
  private TestCluster test;
  private Cluster cluster;
  private final FakeAttempt attempt = FakeAttempt.simple();

  @BeforeEach
  void start() throws Exception {
    test = new TestCluster(directory);
    cluster = test.cluster();
  }

  @AfterEach
  void stop() {
    test.close();
  }

  private static StageProblem problemOf(Runnable work) {
    return catchThrowableOfType(StageProblem.class, work::run);
  }

  private static PodFiles.Source source(byte[] content, String digest) {
    return new PodFiles.Source() {
      @Override
      public long bytes() {
        return content.length;
      }

      @Override
      public String sha256() {
        return digest;
      }

      @Override
      public InputStream open(long offset) {
        return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
      }
    };
  }

  private static PodFiles.Source source(byte[] content) {
    return source(content, Digests.sha256(content));
  }

  private static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(7).nextBytes(content);
    return content;
  }

  @Test
  void a_command_is_run_and_its_exit_code_and_output_are_known() {
    // Given
    PodRef pod = test.pod("a", Map.of());

    // When
    ExecResult result =
        cluster
            .exec()
            .run(
                pod,
                "main",
                List.of("sh", "-c", "echo out; echo err >&2; exit 3"),
                Duration.ofSeconds(10),
                attempt);

    // Then
    assertThat(result).isEqualTo(new ExecResult(3, "out\n", "err\n", true));
    assertThat(problemOf(() -> result.outputOf("sh")).code()).isEqualTo(ProblemCode.COMMAND_FAILED);
  }

  private Exec.Producer shell(String script, Duration stall) {
    PodRef pod = test.pod("a", Map.of());
    return new Exec.Producer(pod, "main", List.of("sh", "-c", script), stall, "The script");
  }

  @Test
  void output_is_passed_on_to_its_last_byte_with_its_digest() throws Exception {
    // Given
    byte[] content = random(5_000_000);
    Path file = Files.write(directory.resolve("large"), content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    // When
    PodFiles.Content seen =
        cluster.exec().stream(
            shell("cat " + file + "; echo talk >&2", Duration.ofSeconds(20)),
            out,
            bytes -> {},
            attempt);

    // Then
    assertThat(out.toByteArray()).isEqualTo(content);
    assertThat(seen).isEqualTo(new PodFiles.Content(content.length, Digests.sha256(content)));
  }

  @Test
  void output_of_a_command_that_fails_at_its_end_is_not_believed() {
    // Given
    Exec.Producer producer =
        shell("echo half; echo no room left >&2; exit 7", Duration.ofSeconds(20));

    // When
    StageProblem problem =
        problemOf(() ->
            cluster.exec().stream(producer, new ByteArrayOutputStream(), bytes -> {}, attempt));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.COMMAND_FAILED);
    assertThat(problem.detail()).contains("The script", "7", "no room left");
  }

  @Test
  void output_that_ends_with_the_connection_and_no_exit_code_is_not_believed() {
    // Given
    Exec.Producer producer = shell("echo half; sleep 60", Duration.ofSeconds(20));
    PodFiles.Meter breaking = bytes -> Thread.ofVirtual().start(test.server()::close);

    // When
    StageProblem problem =
        problemOf(
            () -> cluster.exec().stream(producer, new ByteArrayOutputStream(), breaking, attempt));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.CONNECTION_LOST);
    assertThat(problem.retryable()).isTrue();
  }

  @Test
  void a_receiver_without_room_ends_the_stream() {
    // Given
    Exec.Producer producer = shell("cat /dev/zero", Duration.ofSeconds(20));
    StageProblem full = StageProblem.passing(ProblemCode.SPACE_SHORT, "full");
    OutputStream receiver =
        new OutputStream() {
          @Override
          public void write(int one) {
            throw full;
          }
        };

    // When, Then
    assertThat(problemOf(() -> cluster.exec().stream(producer, receiver, bytes -> {}, attempt)))
        .isSameAs(full);
  }

  @Test
  void a_command_that_does_not_end_is_given_up_at_its_limit() {
    // Given
    PodRef pod = test.pod("a", Map.of());
    Instant began = Instant.now();

    // When
    StageProblem problem =
        problemOf(() ->
            cluster
                .exec()
                .run(pod, "main", List.of("sleep", "20"), Duration.ofSeconds(1), attempt));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.CONNECTION_LOST);
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void a_pod_of_the_same_name_is_another_pod() {
    // Given
    PodRef pod = test.pod("a", Map.of());
    PodRef former = new PodRef("shop", "a", UUID.randomUUID().toString(), pod.ip(), 0);

    // When
    StageProblem problem =
        problemOf(() ->
            cluster.exec().run(former, "main", List.of("true"), Duration.ofSeconds(5), attempt));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.CONNECTION_LOST);
  }

  @Test
  void files_go_up_and_come_down_with_their_digest() throws Exception {
    // Given
    PodRef pod = test.pod("a", Map.of());
    byte[] content = random(3_000_000);
    Path file = directory.resolve("volume/deep/er file.bin");

    // When
    cluster.files().upload(pod, "main", file.toString(), source(content), n -> {}, attempt);

    // Then
    assertThat(file).hasBinaryContent(content);
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    PodFiles.Content read =
        cluster.files().download(pod, "main", file.toString(), back, n -> {}, attempt);
    assertThat(back.toByteArray()).isEqualTo(content);
    assertThat(read).isEqualTo(new PodFiles.Content(content.length, Digests.sha256(content)));
  }

  @Test
  void an_upload_with_another_digest_never_gets_its_name() {
    // Given
    PodRef pod = test.pod("a", Map.of());
    Path file = directory.resolve("volume/file.bin");

    // When
    StageProblem problem =
        problemOf(() ->
            cluster
                .files()
                .upload(
                    pod,
                    "main",
                    file.toString(),
                    source(random(100_000), Digests.sha256(new byte[1])),
                    n -> {},
                    attempt));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.COMMAND_FAILED);
    assertThat(file).doesNotExist();
  }

  @Test
  void an_upload_that_cannot_be_written_fails_at_once_instead_of_hanging() throws Exception {
    // Given
    PodRef pod = test.pod("a", Map.of());
    Path notAFolder = Files.writeString(directory.resolve("plain"), "x");
    Instant began = Instant.now();

    // When
    StageProblem problem =
        problemOf(() ->
            cluster
                .files()
                .upload(
                    pod,
                    "main",
                    notAFolder.resolve("file").toString(),
                    source(random(20_000_000)),
                    n -> {},
                    attempt));

    // Then
    assertThat(problem.code()).isEqualTo(ProblemCode.COMMAND_FAILED);
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void a_large_upload_goes_on_where_an_earlier_one_ended() throws Exception {
    // Given
    PodRef pod = test.pod("a", Map.of());
    byte[] content = random(70 * 1024 * 1024);
    Path file = directory.resolve("large.bin");
    Files.write(
        directory.resolve("large.bin.rekindle-part"),
        java.util.Arrays.copyOf(content, 60 * 1024 * 1024));
    long[] least = {Long.MAX_VALUE};

    // When
    cluster
        .files()
        .upload(
            pod,
            "main",
            file.toString(),
            source(content),
            n -> least[0] = Math.min(least[0], n),
            attempt);

    // Then
    assertThat(Digests.sha256(Files.readAllBytes(file))).isEqualTo(Digests.sha256(content));
    assertThat(least[0]).isGreaterThan(60L * 1024 * 1024);
  }

  @Test
  void a_folder_is_listed_and_files_are_removed() throws Exception {
    // Given
    PodRef pod = test.pod("a", Map.of());
    Path folder = Files.createDirectories(directory.resolve("tree/sub dir"));
    Files.writeString(folder.resolve("née.txt"), "1");
    Files.writeString(folder.resolve("line\nbreak"), "22");
    Files.writeString(folder.getParent().resolve("half.rekindle-part"), "x");
    String root = folder.getParent().toString();

    // When
    FileListing listing = cluster.files().list(pod, "main", root, attempt);

    // Then
    assertThat(listing.files())
        .containsExactly(
            new FileListing.Entry("sub dir/line\nbreak", 2, Digests.sha256("22".getBytes(UTF_8))),
            new FileListing.Entry("sub dir/née.txt", 1, Digests.sha256("1".getBytes(UTF_8))));
    cluster.files().remove(pod, "main", root, Set.of("sub dir/née.txt"), attempt);
    assertThat(cluster.files().list(pod, "main", root, attempt).files()).hasSize(1);
    assertThat(cluster.files().list(pod, "main", root + "/none", attempt).files()).isEmpty();
    assertThatThrownBy(() -> cluster.files().remove(pod, "main", root, Set.of("../x"), attempt))
        .isInstanceOf(StageProblem.class);
  }

  @Test
  void a_secret_gives_a_login_and_a_missing_key_is_named() {
    // Given
    cluster
        .client()
        .secrets()
        .inNamespace("shop")
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("system-database")
                .endMetadata()
                .addToData(
                    "URL",
                    java.util.Base64.getEncoder()
                        .encodeToString("mysql2://root:p%40s+s@db/system".getBytes(UTF_8)))
                .build())
        .create();

    // When
    Login login =
        cluster
            .secrets()
            .login("shop", new Credentials(new SecretRef("system-database", "URL"), null, null));

    // Then
    assertThat(login.username()).isEqualTo("root");
    assertThat(login.password()).isEqualTo("p@s+s");
    assertThat(login.toString()).doesNotContain("p@s+s");
    StageProblem missing =
        problemOf(() -> cluster.secrets().value("shop", new SecretRef("system-database", "OTHER")));
    assertThat(missing.code()).isEqualTo(ProblemCode.CREDENTIALS_MISSING);
    assertThat(missing.detail()).contains("OTHER");
  }

  @Test
  void a_service_leads_to_the_one_ready_pod() throws InterruptedException {
    // Given
    cluster
        .client()
        .services()
        .inNamespace("shop")
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName("db")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "db")
                .addNewPort()
                .withPort(3306)
                .withNewTargetPort(13306)
                .endPort()
                .endSpec()
                .build())
        .create();
    assertThat(problemOf(() -> cluster.reach().to("shop", Endpoint.ofService("db", 3306))).code())
        .isEqualTo(ProblemCode.TARGET_UNREACHABLE);
    Pod starting = test.starting("db-1", Map.of("app", "db"));

    // When
    CompletableFuture<Route> reached =
        CompletableFuture.supplyAsync(
            () -> cluster.reach().to("shop", Endpoint.ofService("db", 3306)));
    Thread.sleep(500);
    PodRef pod = test.ready(starting, "127.9.9.9");
    Route route = reached.join();

    // Then
    assertThat(route.host() + ":" + route.port()).isEqualTo("127.9.9.9:13306");
    assertThat(route.pod()).contains(pod);
    route.confirm();
    cluster.client().pods().inNamespace("shop").withName("db-1").withGracePeriod(0).delete();
    assertThat(problemOf(route::confirm).code()).isEqualTo(ProblemCode.CONNECTION_LOST);
    assertThat(problemOf(() -> cluster.reach().to("shop", Endpoint.ofService("no", 1))).code())
        .isEqualTo(ProblemCode.OBJECT_MISSING);
  }

  @Test
  void a_lease_keeps_the_highest_token_and_refuses_others() {
    // Given
    FakeAttempt newer = attempt.next();
    cluster.leases().acquire("shop", "rekindle", attempt);

    // When
    cluster.leases().acquire("shop", "rekindle", newer);

    // Then
    assertThat(
            catchThrowableOfType(
                    AttemptEnded.class, () -> cluster.leases().acquire("shop", "rekindle", attempt))
                .outcome())
        .isEqualTo(new StageOutcome.Superseded(2));
    FakeAttempt stranger = stranger("other", 9);
    assertThat(problemOf(() -> cluster.leases().acquire("shop", "rekindle", stranger)).code())
        .isEqualTo(ProblemCode.TARGET_HELD);
    cluster.leases().acquire("shop", "rekindle", stranger("shop", 10));
    assertThatThrownBy(() -> cluster.leases().confirm("shop", "rekindle", newer))
        .isInstanceOf(AttemptEnded.class);
  }

  @Test
  void a_lease_that_was_given_back_is_free_and_remembers_its_token() {
    // Given
    cluster.leases().acquire("shop", "rekindle", attempt);

    // When
    cluster.leases().release("shop", "rekindle", attempt);

    // Then
    assertThat(cluster.leases().look("shop", "rekindle"))
        .contains(new Leases.Holding("", "", attempt.ref().fence()));
    cluster.leases().acquire("shop", "rekindle", stranger("other", 9));
  }

  private FakeAttempt stranger(String application, long fence) {
    StageContext context = attempt.context();
    return new FakeAttempt(
        new AttemptRef(new RestoreId(UUID.randomUUID()), attempt.ref().stage(), 1, fence),
        new StageContext(
            application,
            context.cluster(),
            context.namespace(),
            context.backup(),
            context.safetySet(),
            context.inputs(),
            context.lease(),
            context.deadline()));
  }

  @Test
  void a_helper_replaces_its_predecessor_and_yields_to_its_successor() throws Exception {
    // Given
    List<HelperPods.Mount> mounts = List.of(new HelperPods.Mount("storage", "/data", false));
    try (HelperPods.HelperPod first = helper(attempt, mounts)) {
      FakeAttempt newer = attempt.next();

      // When
      HelperPods.HelperPod second = helper(newer, mounts);

      // Then
      assertThat(second.pod().name()).isNotEqualTo(first.pod().name());
      assertThatThrownBy(() -> cluster.pods().confirm(first.pod()))
          .isInstanceOf(StageProblem.class);
      assertThatThrownBy(() -> cluster.helperPods().mounting("shop", mounts, attempt))
          .isInstanceOf(AttemptEnded.class);
      second.close();
      Optional<Pod> left = cluster.pods().find("shop", second.pod().name());
      assertThat(left.filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)).isEmpty();
    }
  }

  /** Plays the node: makes pods ready, and lets deleted ones go. */
  private HelperPods.HelperPod helper(FakeAttempt by, List<HelperPods.Mount> mounts)
      throws Exception {
    Thread node =
        Thread.ofVirtual()
            .start(() ->
                await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                      List<Pod> pods = cluster.pods().all("shop", Map.of());
                      for (Pod pod : pods) {
                        if (pod.getMetadata().getDeletionTimestamp() != null) {
                          cluster.client().resource(pod).withGracePeriod(0).delete();
                        } else if (pod.getMetadata()
                            .getAnnotations()
                            .get("rekindle.dev/fence")
                            .equals(Long.toString(by.ref().fence()))) {
                          test.ready(pod, "127.9.9.10");
                          return true;
                        }
                      }
                      return false;
                    }));
    HelperPods.HelperPod helper = cluster.helperPods().mounting("shop", mounts, by);
    node.join();
    return helper;
  }

  @Test
  void a_change_that_is_overtaken_is_decided_again() {
    // Given
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("counter")
            .endMetadata()
            .addToData("n", "1")
            .build();
    assertThat(cluster.changes().createOnly(map).created()).isTrue();
    assertThat(cluster.changes().createOnly(map).created()).isFalse();
    var resource = cluster.client().configMaps().inNamespace("shop").withName("counter");
    int[] decisions = {0};

    // When
    ConfigMap changed =
        cluster
            .changes()
            .change(
                resource,
                seen -> {
                  String n = seen.getData().get("n");
                  if (decisions[0]++ == 0) {
                    resource.edit(other -> new ConfigMapBuilder(other).addToData("n", "5").build());
                  }
                  return Optional.of(
                      new JsonPatch()
                          .test("/data/n", n)
                          .replace("/data/n", Integer.toString(Integer.parseInt(n) + 1)));
                },
                attempt);

    // Then
    assertThat(changed.getData()).containsEntry("n", "6");
    assertThat(decisions[0]).isEqualTo(2);
  }
}
