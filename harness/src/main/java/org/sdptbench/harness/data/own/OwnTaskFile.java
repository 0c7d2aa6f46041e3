package org.sdptbench.harness.data.own;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sdptbench.harness.data.coco.SplitFiles;
import org.sdptbench.harness.data.coco.TaskFiles;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.SchemaCheck;
import org.sdptbench.harness.spec.YamlSource;

/**
 * A YAML file that makes a task of annotation files and folders of images, wherever they lie:
 *
 * <pre>{@code
 * train: {annotations: /photos/reef/train/_annotations.coco.json, images: /photos/reef/train}
 * valid: {annotations: /photos/reef/valid/_annotations.coco.json, images: /photos/reef/valid}
 * test: {annotations: /photos/reef/test/_annotations.coco.json, images: /photos/reef/test}
 * }</pre>
 *
 * Paths are absolute, or from the folder of the file. Splits may be the same.
 *
 * @param file the file
 */
public record OwnTaskFile(Path file) {
  private static final List<String> SPLITS = List.of("train", "valid", "test");
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads the file; what it names is not looked for.
   *
   * @param task name of the task, e.g. {@code own/reef}
   * @throws InvalidInputException with all mistakes, each with its line
   * @throws IOException if the file cannot be read
   */
  public TaskFiles read(String task) throws IOException, InvalidInputException {
    Problems problems = new Problems();
    Optional<YamlSource> source = YamlSource.read(file, problems);
    source.ifPresent(yaml -> new SchemaCheck("own-task.schema.json").check(yaml, problems));
    Map<String, SplitFiles> splits = new LinkedHashMap<>();
    if (problems.isEmpty()) {
      for (String split : SPLITS) {
        splits.put(
            split,
            new SplitFiles(
                task + "/" + split,
                path(source.orElseThrow(), split, "annotations", problems),
                path(source.orElseThrow(), split, "images", problems)));
      }
    }
    problems.throwIfAny();
    return new TaskFiles(
        Objects.requireNonNull(splits.get("train")),
        Objects.requireNonNull(splits.get("valid")),
        same(splits, "test", "valid"));
  }

  /**
   * Writes the file, beside itself first.
   *
   * @throws IOException if that fails
   */
  public void write(TaskFiles task) throws IOException {
    StringBuilder yaml =
        new StringBuilder("# Made by ./sdptbench datasets add; paths may be from this folder.\n");
    List<SplitFiles> splits = List.of(task.train(), task.validation(), task.test());
    for (int i = 0; i < SPLITS.size(); i++) {
      yaml.append(
          "%s: {annotations: %s, images: %s}%n"
              .formatted(
                  SPLITS.get(i),
                  quoted(splits.get(i).annotations()),
                  quoted(splits.get(i).images())));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".", ".tmp");
    try {
      Files.writeString(beside, yaml);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** A text in double quotes means in YAML what it means in JSON. */
  private static String quoted(Path path) throws IOException {
    return JSON.writeValueAsString(TextNode.valueOf(path.toAbsolutePath().normalize().toString()));
  }

  /** Two splits of the same files are one, which is read once. */
  private static SplitFiles same(Map<String, SplitFiles> splits, String name, String other) {
    SplitFiles split = Objects.requireNonNull(splits.get(name));
    SplitFiles like = Objects.requireNonNull(splits.get(other));
    boolean same =
        split.annotations().equals(like.annotations()) && split.images().equals(like.images());
    return same ? like : split;
  }

  private Path path(YamlSource yaml, String split, String key, Problems problems) {
    JsonPointer at = JsonPointer.empty().appendProperty(split).appendProperty(key);
    String text = yaml.root().at(at).asText();
    try {
      return file.toAbsolutePath().resolveSibling(text).normalize();
    } catch (InvalidPathException e) {
      problems.add(
          Problem.of(
              yaml.at(at), "%s: found '%s', %s".formatted(key, text, e.getReason()), "a path"));
      return file;
    }
  }
}
