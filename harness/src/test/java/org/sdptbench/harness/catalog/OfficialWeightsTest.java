package org.sdptbench.harness.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.testing.TinyGlip;
import org.sdptbench.glip.weights.DType;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TorchCheckpoint;
import org.sdptbench.glip.weights.TorchFiles;
import org.sdptbench.harness.fetch.ReadProgress;
import org.sdptbench.harness.fetch.RemoteFile;
import org.sdptbench.harness.fetch.Resource;
import org.sdptbench.harness.fetch.ResourceLock;
import org.sdptbench.harness.spec.InvalidInputException;

/** An official checkpoint, at small size: what is taken for it, and what is not. */
class OfficialWeightsTest {
  private static final String NAME = "glip_tiny_model";
  private static final Glip GLIP = new Glip(TinyGlip.CONFIG);

  private final Path data;
  private final Path checkpoint;
  private final List<Path> read = new ArrayList<>();
  private final ReadProgress progress = (file, done, total) -> read.add(file);
  private String digest = "";
  private long bytes;

  OfficialWeightsTest(@TempDir Path data) throws IOException {
    this.data = data;
    this.checkpoint = Files.createDirectories(data.resolve("weights")).resolve(NAME + ".pth");
  }

  @BeforeEach
  void writeCheckpoint() throws IOException {
    TorchFiles.write(checkpoint, TorchFiles.random(GLIP.layout(), 1), true);
    digest = sha256(checkpoint);
    bytes = Files.size(checkpoint);
    age();
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }

  /** What changed just now is not remembered. */
  private void age() throws IOException {
    Files.setLastModifiedTime(checkpoint, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private OfficialWeights weights() {
    return new OfficialWeights("tiny", () -> lock(Map.of("tiny", digest)));
  }

  private ResourceLock lock(Map<String, String> digests) throws IOException {
    StringBuilder yaml = new StringBuilder("picto: {}\nresources:\n");
    digests.forEach(
        (name, sha256) ->
            yaml.append(
                """
                  %s:
                    version: v
                    licence: l
                    home: "https://example.org"
                    holds: h
                    files:
                      - {path: weights/%s.pth, address: "https://example.org/x", bytes: %s, sha256: "%s"}
                """
                    .formatted(name, name.equals("tiny") ? NAME : name, bytes, sha256)));
    try {
      return ResourceLock.parse("datasets.lock", yaml.toString());
    } catch (InvalidInputException e) {
      throw new IOException(e);
    }
  }

  private Optional<String> found() throws IOException {
    return weights().digest(GLIP, Optional.of(data), progress);
  }

  private void refused(String... parts) {
    assertThatIOException()
        .isThrownBy(this::found)
        .withMessageStartingWith(checkpoint.toString())
        .satisfies(e -> assertThat(e).message().contains(parts))
        .withMessageContaining("./sdptbench datasets fetch tiny --data " + data)
        .withMessageContaining(NAME + ".safetensors, which ./sdptbench weights convert makes");
  }

  @Test
  void theOfficialFileIsReadOnce() throws IOException {
    assertThat(found()).contains(digest);
    assertThat(read).contains(checkpoint);
    read.clear();
    assertThat(found()).contains(digest);
    assertThat(read).as("known from the first time").isEmpty();
    try (Params params = weights().read(GLIP, Optional.of(data))) {
      assertThat(params.names()).isEqualTo(new ArrayList<>(GLIP.layout().names()));
      Map<String, RawTensor> written = TorchFiles.random(GLIP.layout(), 1);
      for (String name : params.names()) {
        assertThat(params.get(name).toFloatArray())
            .as(name)
            .isEqualTo(Objects.requireNonNull(written.get(name)).toFloats());
      }
    }
  }

  @Test
  void anotherFileOfTheSameNameIsNotTaken() throws IOException {
    TorchFiles.write(checkpoint, TorchFiles.random(GLIP.layout(), 2), true);
    age();
    refused("found SHA-256 " + sha256(checkpoint), "the official file has " + digest);
    refused("found SHA-256 "); // the same when it is remembered
    TorchFiles.write(checkpoint, TorchFiles.random(GLIP.layout(), 2), false);
    refused("found %s bytes, the official file has %s".formatted(Files.size(checkpoint), bytes));
  }

  @Test
  void theOfficialFileOfAnotherModelIsCalledByItsName() throws IOException {
    TorchFiles.write(checkpoint, TorchFiles.random(GLIP.layout(), 2), true);
    String other = sha256(checkpoint);
    OfficialWeights weights =
        new OfficialWeights("tiny", () -> lock(Map.of("tiny", digest, "tiny-b", other)));
    assertThatIOException()
        .isThrownBy(() -> weights.digest(GLIP, Optional.of(data), progress))
        .withMessageContaining("found the file of tiny-b (SHA-256 " + other);
  }

  @Test
  void aFileThatChangedIsReadAgain() throws IOException {
    TorchFiles.write(checkpoint, TorchFiles.random(GLIP.layout(), 1), false);
    digest = sha256(checkpoint);
    bytes = Files.size(checkpoint);
    age();
    assertThat(found()).contains(digest);
    byte[] content = Files.readAllBytes(checkpoint);
    content[content.length / 2] ^= 1;
    Files.write(checkpoint, content);
    refused("found SHA-256 ");
    assertThatIOException()
        .as("read without a plan, it is held against its own checksums")
        .isThrownBy(() -> weights().read(GLIP, Optional.of(data)))
        .withMessageContaining("is damaged: its CRC-32 is ");
  }

  @Test
  void aDamagedFileIsToldAsSuch() throws IOException {
    byte[] content = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, Arrays.copyOf(content, content.length / 2));
    refused("damaged zip archive, or a part of one");
    Files.write(checkpoint, new byte[0]);
    refused("an empty file");
    Files.writeString(checkpoint, "<!DOCTYPE html><title>Sign in</title>");
    refused("a page of HTML, as a failed download leaves it");
    Files.writeString(checkpoint, "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    refused("a pointer of Git LFS");
    Files.delete(checkpoint);
    Files.createDirectory(checkpoint);
    refused("found a folder, needed is a file");
  }

  @Test
  void aHalfDownloadIsNotThereAndCanGoOn() throws IOException {
    Files.move(checkpoint, checkpoint.resolveSibling(NAME + ".pth.part"));
    assertThat(found()).isEmpty();
    assertThat(weights().remedy(Optional.of(data)))
        .contains("is there in part; ./sdptbench datasets fetch tiny --data " + data);
    assertThat(weights().remedy(Optional.empty())).contains("give the folder that holds weights/");
    assertThatIOException()
        .isThrownBy(() -> weights().read(GLIP, Optional.of(data)))
        .withMessageContaining("weights of tiny missing: ");
  }

  @Test
  void weightsOfAnotherModelAreCalledByItsName() throws IOException {
    Glip mini = new Glip(GlipConfig.MINI);
    TorchFiles.write(checkpoint, TorchFiles.random(mini.layout(), 1), false);
    refused(": these are weights of glip-mini, wanted are those of tiny");
    GlipConfig wider =
        new GlipConfig(
            "wider",
            TinyGlip.CONFIG.vision(),
            TinyGlip.CONFIG.text(),
            new GlipConfig.Tower(2, 128, 4, 4, 48, true, 4, 5));
    TorchFiles.write(checkpoint, TorchFiles.random(new Glip(wider).layout(), 1), false);
    refused(" does not fit the model", " of another shape:", "  and ", " more");
  }

  @Test
  void aConvertedFileStandsInAndMayBeAnyCheckpoint() throws IOException {
    Map<String, RawTensor> own = TorchFiles.random(GLIP.layout(), 3);
    Path converted = checkpoint.resolveSibling(NAME + ".safetensors");
    SafeTensors.write(converted, own, Map.of(), DType.F16);
    assertThat(found()).as("the official file goes first").contains(digest);
    Files.delete(checkpoint);
    assertThat(found()).contains(sha256(converted));
    try (Params params = weights().read(GLIP, Optional.of(data))) {
      for (String name : params.names()) {
        assertThat(params.get(name).toFloatArray())
            .as(name)
            .isEqualTo(Objects.requireNonNull(own.get(name)).cast(DType.F16).toFloats());
      }
    }
    Files.write(converted, new byte[20], StandardOpenOption.APPEND);
    assertThatIOException()
        .isThrownBy(this::found)
        .withMessageStartingWith(converted.toString())
        .withMessageContaining("./sdptbench weights convert makes it anew");
  }

  /**
   * Parameters of gigabytes are read with the memory of the parameters and their largest tensor.
   */
  @Test
  void readingPassesThroughOneBuffer() throws IOException {
    Layout layout = new Glip(GlipConfig.MINI).layout();
    TorchFiles.write(checkpoint, TorchFiles.random(layout, 1), true);
    long largest = 4 * layout.specs().stream().mapToLong(ParamSpec::size).max().orElseThrow();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    BufferPoolMXBean buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    long direct = buffers.getMemoryUsed();
    long heap = threads.getCurrentThreadAllocatedBytes();
    try (Params params = ParamsFile.read(layout, TorchCheckpoint.read(checkpoint))) {
      assertThat(params.names()).hasSize(layout.names().size());
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - heap).isLessThan(20L << 20);
    assertThat(buffers.getMemoryUsed() - direct).isLessThan(largest + (4L << 20));
  }

  @Test
  void everyOfficialModelIsInTheLock() throws IOException {
    for (Backbone backbone : Backbone.ALL) {
      if (backbone.weights() instanceof OfficialWeights official) {
        Resource resource =
            Objects.requireNonNull(
                ResourceLock.embedded().resources().get(official.resource()), official.resource());
        RemoteFile file = resource.files().get(0);
        assertThat(file.path()).startsWith("weights/").endsWith(".pth");
        assertThat(file.sha256()).isPresent();
        assertThat(official.digest(new Glip(backbone.config()), Optional.of(data), progress))
            .isEmpty();
      }
    }
    assertThat(Backbone.ALL.stream().map(backbone -> backbone.config().name()))
        .containsExactly("glip-mini", "glip-t", "glip-l", "glip-t-a", "glip-t-b", "glip-t-c");
  }
}
