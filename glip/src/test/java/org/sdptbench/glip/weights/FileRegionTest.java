package org.sdptbench.glip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedRegionTest {

  private static final long GIB = 1L << 30;

  @Test
  void slicesReachAcrossWindowsOfAFileBeyondTwoGibibytes(@TempDir Path folder) throws IOException {
    // Sparse: it occupies a few blocks only.
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("large"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      long start = 5;
      for (long position : new long[] {0, GIB - 2, 2 * GIB - 2, 3 * GIB}) {
        channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), start + position);
      }
      MappedRegion region = MappedRegion.of(channel, start, 3 * GIB + 4);
      for (long position : new long[] {0, GIB - 2, 2 * GIB - 2, 3 * GIB}) {
        byte[] bytes = new byte[4];
        region.slice(position, 4).get(bytes);
        assertThat(bytes).as("at %d", position).containsExactly(1, 2, 3, 4);
      }
      ByteBuffer whole = region.slice(GIB - 2, GIB);
      assertThat(whole.remaining()).isEqualTo(1 << 30);
      assertThat(whole.get(3)).isEqualTo((byte) 4);
      assertThat(region.slice(region.size(), 0).remaining()).isZero();
    }
  }

  @Test
  void slicesStayInsideTheRegion(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("small");
    Files.write(file, new byte[10]);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      assertThatIllegalArgumentException().isThrownBy(() -> MappedRegion.of(channel, 3, 8));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MappedRegion.of(channel, Long.MAX_VALUE, Long.MAX_VALUE));
      MappedRegion region = MappedRegion.of(channel, 3, 7);
      assertThatIllegalArgumentException().isThrownBy(() -> region.slice(6, 2));
      assertThatIllegalArgumentException().isThrownBy(() -> region.slice(-1, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> region.slice(1, -1));
      assertThatIllegalArgumentException().isThrownBy(() -> region.slice(Long.MAX_VALUE, 1));
    }
  }
}
