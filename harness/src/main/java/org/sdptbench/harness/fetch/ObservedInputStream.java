package org.sdptbench.harness.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file's bytes, read while somebody looks on. */
final class ObservedInputStream extends FilterInputStream {
  private final Path file;
  private final long total;
  private final ReadProgress progress;
  private long done;

  ObservedInputStream(Path file, ReadProgress progress) throws IOException {
    super(Files.newInputStream(file));
    this.file = file;
    this.total = Files.size(file);
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    tell(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    tell(Math.max(0, read));
    return read;
  }

  private void tell(int read) {
    done += read;
    progress.at(file, done, total);
  }
}
