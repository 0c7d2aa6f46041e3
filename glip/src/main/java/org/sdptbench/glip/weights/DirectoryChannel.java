package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A file as the reader of a zip archive's directory sees it: read-only, and not more of it than the
 * directory of a checkpoint can have, since what it has becomes objects.
 */
final class DirectoryChannel implements SeekableByteChannel {
  /** Room for 25,000 members; GLIP-L's checkpoint has fewer than 4,000. */
  static final int MAX_BYTES = 4 << 20;

  private final FileRegion file;
  private long position;
  private long read;
  private boolean open = true;

  DirectoryChannel(FileRegion file) {
    this.file = file;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count = (int) Math.min(target.remaining(), Math.max(0, file.size() - position));
    if (count == 0) {
      return target.hasRemaining() ? -1 : 0;
    }
    read += count;
    if (read > MAX_BYTES) {
      throw new IOException("its directory has more than %s bytes".formatted(MAX_BYTES));
    }
    file.part(position, count).readInto(target);
    position += count;
    return count;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    if (newPosition < 0) {
      throw new IOException("position " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** The file stays open for its storages. */
  @Override
  public void close() {
    open = false;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
