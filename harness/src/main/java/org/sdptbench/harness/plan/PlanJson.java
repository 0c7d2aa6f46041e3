package org.sdptbench.harness.plan;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sdptbench.harness.spec.Spec;

/**
 * Writes {@code plan.json} and reads and writes single cells.
 *
 * <p>The plan is {@code {version, scale, specs: [{name, title, question, reproduces, report: {rows,
 * columns, metrics, charts}, entries: [{cell, label}]}], cells: [{id, model, method, task, recipe,
 * seed, digests, protocol}]}}. An entry's label is what that spec calls the cell; a cell that two
 * specs share may have two labels.
 */
public final class PlanJson {
  private static final int VERSION = 1;

  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  /** Writes a plan; a reader never sees half of it. */
  public void write(Plan plan, Path file) throws IOException {
    ObjectNode root = json.createObjectNode().put("version", VERSION).put("scale", plan.scale());
    ArrayNode specs = root.putArray("specs");
    for (Plan.Experiment experiment : plan.experiments()) {
      Spec spec = experiment.spec();
      ObjectNode node =
          specs
              .addObject()
              .put("name", spec.name())
              .put("title", spec.title())
              .put("question", spec.question())
              .put("reproduces", spec.reproduces());
      node.set("report", json.valueToTree(spec.report()));
      node.set("entries", json.valueToTree(experiment.entries()));
    }
    ArrayNode cells = root.putArray("cells");
    for (Cell cell : plan.cells()) {
      ObjectNode node = cells.addObject().put("id", cell.id());
      node.setAll((ObjectNode) json.valueToTree(cell));
    }
    replace(file, json.writeValueAsBytes(root));
  }

  /** Writes a cell. */
  public void write(Cell cell, Path file) throws IOException {
    replace(file, json.writeValueAsBytes(cell));
  }

  /**
   * Reads a cell that {@link #write(Cell, Path)} wrote; its id is the same.
   *
   * @throws IOException if the file is no cell
   */
  public Cell readCell(Path file) throws IOException {
    return json.readValue(file.toFile(), Cell.class);
  }

  /** A cell with all settings, for people. */
  public String show(Cell cell) throws IOException {
    return json.writeValueAsString(cell);
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, bytes);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
