package org.sdptbench.harness.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;

/**
 * What a worker is given on its standard input, one line of JSON each: {@code {"cell":"a.json",
 * "record":"b.json","output":"c","checkpoints":"d","store":"e"}}.
 *
 * @param cell file of the cell
 * @param record where its record is to be written
 * @param output folder for the adapter and images
 * @param checkpoints folder for states of the run while it has not ended
 * @param store folder of the store, where bases lie that cells share
 */
public record WorkerTask(Path cell, Path record, Path output, Path checkpoints, Path store) {

  /** The line, without its end. */
  public String encode() {
    return new ObjectMapper()
        .createObjectNode()
        .put("cell", cell.toString())
        .put("record", record.toString())
        .put("output", output.toString())
        .put("checkpoints", checkpoints.toString())
        .put("store", store.toString())
        .toString();
  }

  /**
   * The task of a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static WorkerTask decode(String line) {
    try {
      JsonNode node = new ObjectMapper().readTree(line);
      return new WorkerTask(
          path(node, "cell"),
          path(node, "record"),
          path(node, "output"),
          path(node, "checkpoints"),
          path(node, "store"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a worker's task: " + line, e);
    }
  }

  private static Path path(JsonNode node, String name) {
    if (!node.path(name).isTextual()) {
      throw new IllegalArgumentException(
          "a worker's task needs the path \"%s\", found %s".formatted(name, node));
    }
    return Path.of(node.path(name).textValue());
  }
}
