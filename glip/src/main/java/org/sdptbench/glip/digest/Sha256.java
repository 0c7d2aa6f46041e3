package org.sdptbench.glip.digest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal. */
public final class Sha256 {
  private final MessageDigest digest;

  /** The digest of nothing yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest of a text in UTF-8. */
  public static String of(String text) {
    return new Sha256().add(text).hex();
  }

  /** The digest of what is left of a stream. */
  public static String of(InputStream in) throws IOException {
    Sha256 sha = new Sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha.digest.update(buffer, 0, n);
    }
    return sha.hex();
  }

  /** Adds bytes. */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds a text in UTF-8. */
  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A stream that adds all that is written to it. */
  public OutputStream stream() {
    return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
  }

  /** The digest of all that was added; ends the collection. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
