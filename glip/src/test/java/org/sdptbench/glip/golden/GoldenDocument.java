package org.sdptbench.glip.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A JSON file of the golden folder.
 *
 * @param path the file
 * @param json what it holds
 */
public record GoldenDocument(Path path, JsonNode json) {

  /** The file name without its extension. */
  public String stem() {
    return path.getFileName().toString().replaceFirst("\\.json$", "");
  }

  /** A file in the same folder. */
  public Path beside(String name) {
    return path.resolveSibling(name);
  }

  /** The set of tensors that this file describes, if it describes one. */
  public Optional<GoldenSet> set() {
    return GoldenKind.isSet(json)
        ? Optional.of(
            new GoldenSet(json.get("set").textValue(), json, beside(stem() + ".safetensors")))
        : Optional.empty();
  }

  /** The file name, for the display names of parameterized tests. */
  @Override
  public String toString() {
    return path.getFileName().toString();
  }
}
