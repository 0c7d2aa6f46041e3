package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.TorchCheckpoint;

/**
 * An official checkpoint, in the folder {@code weights} of the data.
 *
 * @param file its name
 */
record OfficialWeights(String file) implements WeightsSource {

  @Override
  public Optional<String> digest(Glip glip, Optional<Path> data) throws IOException {
    Optional<Path> checkpoint = data.map(this::in).filter(Files::isRegularFile);
    if (checkpoint.isEmpty()) {
      return Optional.empty();
    }
    // Its names and shapes are looked at here, so that nothing runs on a file that does not fit.
    ParamsFile.select(
        glip.layout(), TorchCheckpoint.read(checkpoint.get()), OfficialWeights::isTolerated);
    try (InputStream in = Files.newInputStream(checkpoint.get())) {
      return Optional.of(Sha256.of(in));
    }
  }

  @Override
  public Params read(Glip glip, Optional<Path> data) throws IOException {
    Path checkpoint =
        data.map(this::in)
            .orElseThrow(
                () ->
                    new IOException(
                        "weights of %s missing: %s".formatted(glip.config().name(), remedy())));
    return ParamsFile.read(
        glip.layout(), TorchCheckpoint.read(checkpoint), OfficialWeights::isTolerated);
  }

  @Override
  public String remedy() {
    return "give the folder that holds weights/%s as --data DIR".formatted(file);
  }

  private Path in(Path data) {
    return data.resolve("weights").resolve(file);
  }

  /** What official checkpoints hold beside the parameters: buffers and training-time leftovers. */
  private static boolean isTolerated(String name) {
    return name.contains("anchor_generator")
        || name.contains("resizer")
        || name.contains("pooler")
        || name.endsWith("position_ids")
        || name.endsWith("relative_position_index");
  }
}
