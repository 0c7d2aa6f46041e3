package org.sdptbench.harness.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.spec.SplitSizes;

/**
 * Data sets of one origin and layout. Every method but {@link #names} takes one of these names.
 *
 * <p>A new family is a class that implements this and a line in {@code catalog.Datasets}.
 */
public interface DatasetFamily {

  /**
   * The names in their customary order: {@code suite/dataset}, or one word where a suite is a
   * single data set. Names are listed whether or not the data are on this machine.
   *
   * @throws IOException if a folder has to be listed to know them, and cannot be
   */
  List<String> names() throws IOException;

  /**
   * SHA-256 of the annotations and images of a data set; empty where it is not on this machine.
   *
   * @throws IOException if the data are there and cannot be read or are wrong; the message names
   *     the file
   */
  Optional<String> digest(String name) throws IOException;

  /**
   * Names of the classes of a data set, in its own order; empty where its files have to be read to
   * know them.
   */
  default List<String> classes(String name) {
    return List.of();
  }

  /** How large a data set is, as it was published; empty where nobody has said. */
  default Optional<SplitSizes> sizes(String name) {
    return Optional.empty();
  }

  /**
   * Opens a data set.
   *
   * @throws IOException if it is missing, damaged, or not the pinned one; the message says which
   */
  TaskSplits open(String name) throws IOException;

  /** What to do about a data set without a digest, for people. */
  String remedy(String name);

  /**
   * What to do about official files that are missing, for people.
   *
   * @param found what is missing
   * @param resource their name in {@code datasets.lock}
   */
  static String fetch(String found, String resource) {
    return "%s; ./sdptbench datasets fetch %s --data DIR".formatted(found, resource);
  }

  /**
   * SHA-256 of what a test reads of a data set; empty where that is not on this machine. Where
   * training images are many, they need not be there for it.
   *
   * @throws IOException as {@link #digest}
   */
  default Optional<String> testDigest(String name) throws IOException {
    return digest(name);
  }

  /**
   * Opens what a test reads of a data set; its training split may be empty.
   *
   * @throws IOException as {@link #open}
   */
  default TaskSplits openTested(String name) throws IOException {
    return open(name);
  }

  /** What to do about a data set without a digest for tests, for people. */
  default String testRemedy(String name) {
    return remedy(name);
  }
}
