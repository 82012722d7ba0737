package dev.rekindle.worker.db.importer.input;

import dev.rekindle.contract.message.ProblemCode;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;

/**
 * The decompressed bytes of a dump, and how far its file is read: gzip of one or more members, zstd
 * of one or more frames, no compression, or PostgreSQL's custom format, told by the first bytes.
 */
public final class DumpStream extends FilterInputStream {

  /** The file is cut or damaged. */
  public static final class Damaged extends IOException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    Damaged(ProblemCode code, String message, IOException cause) {
      super(message, cause);
      this.code = code;
    }

    public ProblemCode code() {
      return code;
    }
  }

  /** Proves the compressed bytes to their end. */
  public interface Proof {
    void verifyToEnd();
  }

  private final String reader;
  private final long total;
  private final LongSupplier position;
  private final Proof proof;
  private String only = "";

  private DumpStream(
      InputStream in, String reader, long total, LongSupplier position, Proof proof) {
    super(in);
    this.reader = reader;
    this.total = total;
    this.position = position;
    this.proof = proof;
  }

  /**
   * Decompresses.
   *
   * @param total bytes of the compressed file
   * @param position how many of them were read
   * @param proof called by {@link #prove}
   */
  public static DumpStream decompress(
      InputStream compressed, long total, LongSupplier position, Proof proof) throws IOException {
    try {
      InputStream plain = Compression.decompress(compressed);
      String reader = plain instanceof CustomFormat ? CustomFormat.version() : "";
      return new DumpStream(new ReadAhead(plain), reader, total, position, proof);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /**
   * The program that makes text of the file, with its version: another version may place the same
   * statements elsewhere. Empty when the file is text.
   */
  public String reader() {
    return reader;
  }

  /** Lets readers pass over all databases of the dump but one. */
  public DumpStream only(String database) {
    only = database;
    return this;
  }

  /** The database of the dump that is wanted; empty for the only one that it holds. */
  public String only() {
    return only;
  }

  /** Bytes of the compressed file. */
  public long total() {
    return total;
  }

  /** Compressed bytes read so far. */
  public long position() {
    return position.getAsLong();
  }

  /** Proves the whole file; call when the dump was read to its end. */
  public void prove() {
    proof.verifyToEnd();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  /** What says nothing of the content stays as it is. */
  private static IOException damaged(IOException e) {
    if (e instanceof EOFException || Compression.isCut(e)) {
      return new Damaged(ProblemCode.ARTIFACT_TRUNCATED, "The compressed file ends too early", e);
    }
    return e instanceof ZipException || Compression.isDamage(e)
        ? new Damaged(
            ProblemCode.ARTIFACT_CORRUPT, "The compressed file is damaged: " + e.getMessage(), e)
        : e;
  }
}
