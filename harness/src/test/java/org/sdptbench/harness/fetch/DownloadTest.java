package org.sdptbench.harness.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.fetch.FlakyServer.Behaviour;

@Timeout(60)
class DownloadTest {
  private static final String PATH = "weights/model.pth";
  private static final byte[] CONTENT = content();

  private final FlakyServer server = new FlakyServer();
  private final Path folder;
  private final List<String> told = new ArrayList<>();

  DownloadTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    server.put("model.pth", CONTENT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] content() {
    byte[] content = new byte[300_000];
    new SplittableRandom(1).nextBytes(content);
    return content;
  }

  private RemoteFile file(Optional<String> sha256) {
    return new RemoteFile(
        PATH,
        server.address("model.pth"),
        OptionalLong.of(CONTENT.length),
        "",
        sha256,
        Optional.empty(),
        List.of());
  }

  private RemoteFile file() {
    return file(Optional.of(digest(CONTENT)));
  }

  private static String digest(byte[] content) {
    return new Sha256().add(content).hex();
  }

  private String get(RemoteFile file) throws Exception {
    return new Download(
            new DataFolder(folder),
            Optional.empty(),
            Duration.ofMillis(1),
            new Download.Listener() {
              @Override
              public void progress(RemoteFile of, long done, OptionalLong total) {
                assertThat(total).hasValue(CONTENT.length);
              }

              @Override
              public void again(RemoteFile of, String reason) {
                told.add(reason);
              }
            })
        .get(file);
  }

  private void assertThere() {
    assertThat(folder.resolve(PATH)).hasBinaryContent(CONTENT);
    assertThat(folder.resolve("weights"))
        .isDirectoryNotContaining(f -> f.toString().contains(".part"));
  }

  @Test
  void goesOnWhereItWasBrokenOff() throws Exception {
    server.then(Behaviour.BREAKS_OFF_IN_THE_MIDDLE, Behaviour.ANSWERS_503);
    get(file());
    assertThere();
    assertThat(server.ranges()).containsExactly("-", "bytes=150000-", "bytes=150000-");
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("broken off after 150000 ");
    assertThat(told.get(1)).isEqualTo("the server answers 503");
  }

  @Test
  void aServerWithoutRangesSendsItAllAgain() throws Exception {
    server.then(Behaviour.BREAKS_OFF_IN_THE_MIDDLE, Behaviour.IGNORES_RANGES);
    get(file());
    assertThere();
  }

  @Test
  void redirectsAreFollowed() throws Exception {
    server.then(Behaviour.REDIRECTS);
    get(file());
    assertThere();
  }

  @Test
  void aPartThatTheServerDoesNotKnowIsDropped() throws Exception {
    server.then(Behaviour.BREAKS_OFF_IN_THE_MIDDLE, Behaviour.ANSWERS_416);
    get(file());
    assertThere();
  }

  @Test
  void whatKeepsFailingStaysForTheNextTime() throws Exception {
    server.then(Behaviour.BREAKS_OFF_IN_THE_MIDDLE);
    for (int i = 0; i < 4; i++) {
      server.then(Behaviour.ANSWERS_503);
    }
    assertThatThrownBy(() -> get(file()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "model.pth: the server answers 503, 5 times; the same command goes on");
    assertThat(new DataFolder(folder).state(file())).isEqualTo(DataFolder.State.PARTIAL);
    get(file());
    assertThere();
  }

  @Test
  void aMissingFileIsNotAskedForTwice() {
    server.then(Behaviour.ANSWERS_404);
    assertThatThrownBy(() -> get(file()))
        .hasMessageContaining("no such file there (404)")
        .hasMessageContaining("--mirror");
    assertThat(server.ranges()).hasSize(1);
    assertThat(folder.resolve(PATH)).doesNotExist();
  }

  /** As a page of HTML in place of a checkpoint: trying again would not make it one. */
  @Test
  void aFileOfAnotherSizeIsNotAskedForTwice() {
    RemoteFile larger =
        new RemoteFile(
            PATH,
            server.address("model.pth"),
            OptionalLong.of(CONTENT.length + 1L),
            "",
            Optional.empty(),
            Optional.empty(),
            List.of());
    assertThatThrownBy(() -> get(larger))
        .hasMessageContaining("model.pth: the server has 300000 bytes")
        .hasMessageContaining("datasets.lock means a file of 300001")
        .hasMessageContaining("--mirror");
    assertThat(server.ranges()).hasSize(1);
    assertThat(folder.resolve("weights")).isEmptyDirectory();
  }

  @Test
  void anotherContentIsThrownAway() {
    assertThatThrownBy(() -> get(file(Optional.of("0".repeat(64)))))
        .hasMessageContaining("is not the file that datasets.lock means")
        .hasMessageContaining("published is " + "0".repeat(64));
    assertThat(folder.resolve("weights")).isEmptyDirectory();
  }

  @Test
  void aLieAboutTheLengthIsThrownAway() {
    server.then(Behaviour.SENDS_MORE_THAN_IT_SAYS);
    assertThatThrownBy(() -> get(file())).hasMessageContaining("thrown away");
    assertThat(folder.resolve("weights")).isEmptyDirectory();
  }

  @Test
  void aDigestThatNobodyPublishedIsRecordedAndThenEnforced() throws Exception {
    RemoteFile unknown = file(Optional.empty());
    String digest = get(unknown);
    assertThere();
    DataFolder data = new DataFolder(folder);
    assertThat(data.expected(unknown)).as("only what proves to be of use").isEmpty();
    data.record(unknown, digest);
    assertThat(data.expected(unknown)).contains(digest(CONTENT));
    Files.write(folder.resolve(PATH), new byte[CONTENT.length]);
    assertThatThrownBy(() -> data.verify(unknown, data.place(unknown)))
        .hasMessageContaining("digests.json when first seen is " + digest(CONTENT));
  }
}
