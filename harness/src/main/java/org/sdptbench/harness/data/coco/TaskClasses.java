package org.sdptbench.harness.data.coco;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.DatasetProblems;

/**
 * The classes of a task: those of its training split, or of its test split where nothing is
 * trained. Other splits may number or order them otherwise; they are matched by name, so that a
 * class is at one place of the caption in all splits.
 */
public final class TaskClasses {
  private final Path trainFile;
  private final List<Category> classes;
  private final Map<String, Category> byName;

  /**
   * The classes of a training split.
   *
   * @param trainFile its annotations, for messages
   * @throws DatasetException if two have one name
   */
  public TaskClasses(Path trainFile, List<Category> classes) throws DatasetException {
    this.trainFile = trainFile;
    this.classes = List.copyOf(classes);
    this.byName = byName(trainFile, classes);
  }

  /**
   * The annotations of a split with these classes.
   *
   * @throws DatasetException if its classes have other names, or two have one
   */
  CocoFile of(Path file, CocoFile split) throws DatasetException {
    if (split.categories().equals(classes)) {
      return split;
    }
    Map<Integer, Integer> ids = ids(file, split.categories());
    List<Annotation> objects = new ArrayList<>();
    for (Annotation object : split.annotations()) {
      objects.add(object.ofCategory(ids.getOrDefault(object.categoryId(), object.categoryId())));
    }
    return new CocoFile(
        classes,
        split.images(),
        objects,
        split.federation().map(federation -> federation.renumbered(ids)));
  }

  /**
   * The ids of these classes by those of another split's.
   *
   * @param file its annotations, for messages
   * @throws DatasetException if its classes have other names, or two have one
   */
  public Map<Integer, Integer> ids(Path file, List<Category> others) throws DatasetException {
    Map<String, Category> own = byName(file, others);
    List<String> lacking = missing(byName, own);
    List<String> more = missing(own, byName);
    if (!lacking.isEmpty() || !more.isEmpty()) {
      throw new DatasetException(
          List.of(
              new DatasetProblem(
                  file,
                  "/categories",
                  "%s classes, %s%s"
                      .formatted(
                          own.size(),
                          lacking.isEmpty() ? "" : "without " + lacking,
                          more.isEmpty()
                              ? ""
                              : (lacking.isEmpty() ? "with " : " but with ") + more),
                  "the %s classes of %s, %s"
                      .formatted(classes.size(), trainFile, shortened(byName.keySet())))),
          1);
    }
    Map<Integer, Integer> ids = new HashMap<>();
    own.forEach((name, category) -> ids.put(category.id(), id(name)));
    return ids;
  }

  private int id(String name) {
    Category category = byName.get(name);
    if (category == null) {
      throw new IllegalArgumentException(name);
    }
    return category.id();
  }

  private static Map<String, Category> byName(Path file, List<Category> categories)
      throws DatasetException {
    Map<String, Category> byName = new LinkedHashMap<>();
    DatasetProblems problems = new DatasetProblems();
    for (Category category : categories) {
      Category other = byName.putIfAbsent(category.name(), category);
      if (other != null) {
        problems.add(
            file,
            "/categories",
            "'%s' as the name of %s and %s".formatted(category.name(), other.id(), category.id()),
            "each name once");
      }
    }
    problems.throwIfAny();
    return byName;
  }

  private static List<String> missing(Map<String, Category> of, Map<String, Category> in) {
    return shortened(of.keySet().stream().filter(name -> !in.containsKey(name)).toList());
  }

  private static List<String> shortened(Iterable<String> names) {
    List<String> quoted = new ArrayList<>();
    int count = 0;
    for (String name : names) {
      if (count++ < 20) {
        quoted.add("'" + name + "'");
      }
    }
    if (count > 20) {
      quoted.add("and %s more".formatted(count - 20));
    }
    return quoted;
  }
}
