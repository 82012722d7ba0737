package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.input.RawBytes;
import dev.rekindle.worker.db.importer.target.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.mariadb.jdbc.Connection;
import org.mariadb.jdbc.client.Completion;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.message.ClientMessage;
import org.mariadb.jdbc.message.server.OkPacket;

/**
 * A statement whose bytes go to the server as they are (COM_QUERY, 0x03). A statement that passes
 * through a Java string arrives with every byte that is not UTF-8 replaced, without an error;
 * mysqldump writes BLOBs as raw bytes.
 */
final class RawStatement implements ClientMessage {

  private static final int COM_QUERY = 0x03;

  private final byte[] bytes;

  private RawStatement(byte[] bytes) {
    this.bytes = bytes;
  }

  private static RawStatement of(RawBytes... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    try {
      for (RawBytes part : List.of(parts)) {
        part.writeTo(joined);
      }
    } catch (IOException e) {
      throw new IllegalStateException("An array takes what is written", e);
    }
    return new RawStatement(joined.toByteArray());
  }

  /** What a raw statement did. */
  record Effect(long affected, int warnings) {}

  /** Sends bytes as they are. */
  static Effect send(Session session, RawBytes... parts) throws SQLException {
    Connection connection = session.jdbc().unwrap(Connection.class);
    long affected = 0;
    for (Completion completion : connection.getClient().execute(of(parts), false)) {
      if (completion instanceof OkPacket ok) {
        affected += ok.getAffectedRows();
      }
    }
    return new Effect(affected, connection.getContext().getWarning());
  }

  @Override
  public int encode(Writer writer, Context context) throws IOException {
    writer.initPacket();
    writer.writeByte(COM_QUERY);
    writer.writeBytes(bytes);
    writer.flush();
    return 1;
  }

  @Override
  public String description() {
    return "raw statement of " + bytes.length + " bytes";
  }
}
