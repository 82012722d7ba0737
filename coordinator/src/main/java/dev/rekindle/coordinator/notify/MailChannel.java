package dev.rekindle.coordinator.notify;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * A mail.
 *
 * @param server {@code smtps://host:port} speaks TLS from the first byte; {@code smtp://host:port}
 *     must offer STARTTLS
 * @param plaintext whether {@code smtp} may do without, which only a server on this machine
 *     deserves
 * @param user to log in as; empty for nobody
 * @param passwordFile read at each use
 */
record MailChannel(
    URI server,
    boolean plaintext,
    Optional<String> user,
    Optional<Path> passwordFile,
    InternetAddress from,
    List<InternetAddress> to,
    Wording wording,
    Properties more)
    implements Channel {

  private static final String PATIENCE_MS = "10000";
  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;

  MailChannel {
    to = List.copyOf(to);
    if (!isTls(server) && !"smtp".equals(server.getScheme())) {
      throw new IllegalArgumentException("'server' is smtp://HOST:PORT or smtps://HOST:PORT");
    }
    if (server.getHost() == null || server.getUserInfo() != null || to.isEmpty()) {
      throw new IllegalArgumentException(
          "a mail needs a 'server' with a host and without a password, and 'to'");
    }
  }

  @Override
  public Optional<String> problem(Notification notification) {
    Session session = Session.getInstance(properties());
    try (Transport transport = session.getTransport()) {
      transport.connect(server.getHost(), port(), user.orElse(null), password().orElse(null));
      MimeMessage message = message(session, notification);
      transport.sendMessage(message, message.getAllRecipients());
      return Optional.empty();
    } catch (MessagingException | IOException e) {
      return Optional.of(e.getClass().getSimpleName());
    }
  }

  private Optional<String> password() throws IOException {
    return user.isPresent() && passwordFile.isPresent()
        ? Optional.of(Files.readString(passwordFile.get()).strip())
        : Optional.empty();
  }

  private MimeMessage message(Session session, Notification notification)
      throws MessagingException {
    String host = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
    MimeMessage message =
        new Numbered(session, "<" + notification.id().replace('/', '.') + "@" + host + ">");
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
    message.setSubject(wording.subject(notification), StandardCharsets.UTF_8.name());
    message.setText(
        wording.text(notification, UnaryOperator.identity()), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(notification.fact().at()));
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  /** The same number in every copy, so that readers show one. */
  private static final class Numbered extends MimeMessage {
    private final String number;

    Numbered(Session session, String number) {
      super(session);
      this.number = number;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", number);
    }
  }

  private Properties properties() {
    String protocol = isTls(server) ? "smtps" : "smtp";
    String prefix = "mail." + protocol + ".";
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty(prefix + "auth", Boolean.toString(user.isPresent()));
    properties.setProperty(prefix + "connectiontimeout", PATIENCE_MS);
    properties.setProperty(prefix + "timeout", PATIENCE_MS);
    properties.setProperty(prefix + "writetimeout", PATIENCE_MS);
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    if (!isTls(server)) {
      properties.setProperty(prefix + "starttls.enable", "true");
      properties.setProperty(prefix + "starttls.required", Boolean.toString(!plaintext));
    }
    properties.putAll(more);
    return properties;
  }

  private int port() {
    return server.getPort() > 0 ? server.getPort() : isTls(server) ? SUBMISSIONS : SUBMISSION;
  }

  private static boolean isTls(URI server) {
    return "smtps".equals(server.getScheme());
  }
}
