package org.sdptbench.glip.weights;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** A stream over a buffer, which knows how many bytes were read and how many are left. */
final class RegionInputStream extends InputStream {

  private final ByteBuffer bytes;

  RegionInputStream(ByteBuffer bytes) {
    this.bytes = bytes.slice();
  }

  /** Number of bytes read so far. */
  int position() {
    return bytes.position();
  }

  @Override
  public int read() {
    return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length > 0 && !bytes.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  @Override
  public int available() {
    return bytes.remaining();
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public void mark(int readLimit) {
    bytes.mark();
  }

  @Override
  public void reset() {
    bytes.reset();
  }
}
