package org.sdptbench.glip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegionTest {

  private static final long GIB = 1L << 30;

  private final Path file;

  FileRegionTest(@TempDir Path folder) {
    this.file = folder.resolve("file");
  }

  @Test
  void partsReachBeyondTwoGibibytes() throws IOException {
    // Sparse: it occupies a few blocks only.
    long[] positions = {0, GIB - 2, 2 * GIB - 2, 3 * GIB};
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      for (long position : positions) {
        channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 5 + position);
      }
    }
    FileRegion whole = FileRegion.open(file);
    assertThat(whole.size()).isEqualTo(5 + 3 * GIB + 4);
    FileRegion region = whole.part(5, 3 * GIB + 4);
    for (long position : positions) {
      assertThat(region.part(position, 4).bytes().array())
          .as("at %d", position)
          .containsExactly(1, 2, 3, 4);
    }
    assertThat(region.part(2 * GIB - 2, GIB).map().get(3)).isEqualTo((byte) 4);
    assertThat(region.part(region.size(), 0).bytes().remaining()).isZero();
    assertThatIllegalArgumentException().isThrownBy(region::bytes).withMessageContaining("array");
  }

  @Test
  void partsStayInsideTheRegion() throws IOException {
    Files.write(file, new byte[10]);
    FileRegion whole = FileRegion.open(file);
    assertThatIllegalArgumentException().isThrownBy(() -> whole.part(3, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> whole.part(Long.MAX_VALUE, Long.MAX_VALUE));
    FileRegion region = whole.part(3, 7);
    assertThatIllegalArgumentException().isThrownBy(() -> region.part(6, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> region.part(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> region.part(1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> region.part(Long.MAX_VALUE, 1));
  }

  @Test
  void allBytesComeInPieces() throws IOException {
    byte[] content = new byte[(5 << 20) + 3];
    new Random(1).nextBytes(content);
    Files.write(file, content);
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    FileRegion.open(file).each(bytes -> pieces.write(bytes.array(), 0, bytes.limit()));
    assertThat(pieces.toByteArray()).isEqualTo(content);
    ByteBuffer target = ByteBuffer.allocateDirect(content.length + 7).position(2);
    FileRegion.open(file).readInto(target);
    assertThat(target.position()).isEqualTo(content.length + 2);
    assertThat(target.get(content.length + 1)).isEqualTo(content[content.length - 1]);
  }

  @Test
  void aFileThatIsCutWhileItIsReadIsAnError() throws IOException {
    Files.write(file, new byte[100]);
    FileRegion region = FileRegion.open(file).part(50, 50);
    Files.write(file, new byte[60]);
    assertThatIOException().isThrownBy(region::bytes).withMessageContaining("became shorter");
  }

  @Test
  void aDeletedFileIsReadToItsEnd() throws IOException {
    Files.write(file, new byte[] {1, 2, 3});
    FileRegion region = FileRegion.open(file);
    Files.delete(file);
    assertThat(region.bytes().array()).containsExactly(1, 2, 3);
  }
}
