package org.sdptbench.reports.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  private final Path folder;

  WholeFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aFileThatCannotBeWrittenLeavesTheOldOneAndNothingElse() throws Exception {
    Path file = folder.resolve("a.csv");
    WholeFile.write(file, "old");
    for (IOException reason :
        List.of(new IOException("No space left on device"), new IOException("broken"))) {
      assertThatThrownBy(
              () ->
                  WholeFile.write(
                      file,
                      out -> {
                        out.write(new byte[1 << 20]);
                        throw reason;
                      }))
          .isInstanceOfSatisfying(
              FileSystemException.class,
              e -> {
                assertThat(e.getFile()).startsWith(folder.resolve(".a.csv.").toString());
                assertThat(e.getReason()).isEqualTo(reason.getMessage());
              });
      assertThatThrownBy(
              () ->
                  WholeFile.keep(
                      file,
                      out -> {
                        throw reason;
                      }))
          .hasMessageContaining(String.valueOf(reason.getMessage()));
      assertThat(file).hasContent("old");
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).containsExactly(file);
      }
    }
    WholeFile.keep(folder.resolve("b/c.json"), out -> out.write('x'));
    assertThat(folder.resolve("b/c.json")).hasContent("x");
  }

  @Test
  void ofManyFilesForOneNameOneGetsIt() throws Exception {
    Path file = folder.resolve("a.json");
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Path beside = WholeFile.temporary(file);
      String content = "content " + i;
      all.add(
          () -> {
            WholeFile.write(beside, content);
            return WholeFile.putIfAbsent(beside, file) && Files.readString(file).equals(content);
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    int won = 0;
    try {
      for (Future<Boolean> one : pool.invokeAll(all)) {
        won += one.get() ? 1 : 0;
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(won).isEqualTo(1);
  }

  /** As when the answer of NFS is lost on its way, and the client asks again. */
  @Test
  void aLinkThatWasMadeAlreadyIsOnesOwn() throws Exception {
    Path file = folder.resolve("a.json");
    Path beside = WholeFile.temporary(file);
    WholeFile.write(beside, "mine");
    Files.createLink(file, beside);
    assertThat(WholeFile.putIfAbsent(beside, file)).isTrue();
  }
}
