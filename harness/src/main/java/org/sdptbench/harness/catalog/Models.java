package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.text.Bert;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.glip.weights.MiniLm;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TensorFile;
import org.sdptbench.glip.weights.TorchCheckpoint;
import org.sdptbench.harness.spec.ModelCatalog;

/**
 * The backbones.
 *
 * <p>{@code glip-mini} is embedded: its own checkpoint, and MiniLM-L6 from the class path as its
 * text encoder. {@code glip-t} and {@code glip-l} are the official checkpoints, in a folder {@code
 * weights} beside the data.
 */
public final class Models implements ModelCatalog {
  private static final String MINI_CHECKPOINT = "glip-mini.safetensors";
  private static final Map<String, String> OFFICIAL =
      Map.of("glip-t", "glip_tiny_model_o365_goldg_cc_sbu.pth", "glip-l", "glip_large_model.pth");

  private final Optional<Path> data;

  /** The models, with the folder of real data, if there is one. */
  public Models(Optional<Path> data) {
    this.data = data;
  }

  @Override
  public List<String> names() {
    return GlipConfig.PRESETS.stream().map(GlipConfig::name).toList();
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    if (name.equals(GlipConfig.MINI.name())) {
      try (InputStream in = checkpoint()) {
        return in == null ? Optional.empty() : Optional.of(Sha256.of(in));
      }
    }
    Optional<Path> file = official(name).filter(Files::isRegularFile);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    // Its names and shapes are looked at here, so that nothing runs on a file that does not fit.
    ParamsFile.select(
        new Glip(config(name)).layout(), TorchCheckpoint.read(file.get()), Models::isTolerated);
    try (InputStream in = Files.newInputStream(file.get())) {
      return Optional.of(Sha256.of(in));
    }
  }

  @Override
  public String remedy(String name) {
    return name.equals(GlipConfig.MINI.name())
        ? "make them with ./sdptbench pretrain experiments/pretrain-mini.yaml"
        : "give the folder that holds weights/%s as --data DIR".formatted(OFFICIAL.get(name));
  }

  /**
   * Loads a model.
   *
   * @throws IOException if its weights are missing or damaged; the message names the file
   */
  public PretrainedGlip load(String name) throws IOException {
    GlipConfig config = config(name);
    Glip glip = new Glip(config);
    if (config.equals(GlipConfig.MINI)) {
      return new PretrainedGlip(
          glip, withMiniLm(glip, readCheckpoint()), Tokenizer.bertBaseUncased());
    }
    Path file =
        official(name)
            .orElseThrow(
                () -> new IOException("weights of %s missing: %s".formatted(name, remedy(name))));
    Params weights =
        ParamsFile.read(glip.layout(), TorchCheckpoint.read(file), Models::isTolerated);
    return new PretrainedGlip(glip, weights, Tokenizer.bertBaseUncased());
  }

  /**
   * All weights of a GLIP whose text encoder is MiniLM-L6.
   *
   * @param rest all other weights
   * @throws IOException if MiniLM is not on the class path
   */
  public static Params withMiniLm(Glip glip, TensorFile rest) throws IOException {
    Map<String, RawTensor> all = new LinkedHashMap<>();
    TensorFile miniLm = MiniLm.load();
    miniLm.names().forEach(name -> all.put(Bert.PREFIX + name, miniLm.get(name)));
    rest.names().forEach(name -> all.put(name, rest.get(name)));
    return ParamsFile.read(
        glip.layout(), new TensorFile(rest.source() + " with MiniLM", all), Models::isTolerated);
  }

  /** The weights of MiniLM-L6 under their names in a GLIP. */
  public static Params miniLm(Glip glip) throws IOException {
    Layout text = new Layout();
    glip.layout().specs().stream()
        .filter(spec -> spec.name().startsWith(Sites.TEXT))
        .forEach(text::add);
    return ParamsFile.read(
        text, MiniLm.load().renamed(name -> Bert.PREFIX + name), Models::isTolerated);
  }

  private static GlipConfig config(String name) throws IOException {
    return GlipConfig.preset(name).orElseThrow(() -> new IOException("no model " + name));
  }

  private Optional<Path> official(String name) {
    String file = OFFICIAL.get(name);
    return file == null
        ? Optional.empty()
        : data.map(folder -> folder.resolve("weights").resolve(file));
  }

  /** What official checkpoints hold beside the parameters: buffers and training-time leftovers. */
  private static boolean isTolerated(String name) {
    return name.contains("anchor_generator")
        || name.contains("resizer")
        || name.contains("pooler")
        || name.endsWith("position_ids")
        || name.endsWith("relative_position_index");
  }

  private static @Nullable InputStream checkpoint() {
    return Models.class.getResourceAsStream(MINI_CHECKPOINT);
  }

  private static TensorFile readCheckpoint() throws IOException {
    Path copy = Files.createTempFile("glip-mini", ".safetensors");
    try (InputStream in = checkpoint()) {
      if (in == null) {
        throw new IOException(
            "the checkpoint of glip-mini is not in this build; make it with"
                + " ./sdptbench pretrain experiments/pretrain-mini.yaml");
      }
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return SafeTensors.read(copy);
    } finally {
      // The mapping of a deleted file stays valid; systems that refuse get it deleted at exit.
      if (!copy.toFile().delete()) {
        copy.toFile().deleteOnExit();
      }
    }
  }
}
