package org.sdptbench.harness.spec;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The data sets that specs may name. */
public interface DatasetCatalog {

  /**
   * The names in their customary order: {@code suite/dataset}, or one word where a suite is a
   * single data set. Names are listed whether or not the data are on this machine.
   */
  List<String> names();

  /**
   * SHA-256 of the annotations and images of a data set, as the lock file pins it or as the files
   * on this machine have it. Empty where neither is known: the data set can be planned and not run.
   *
   * @param name one of {@link #names()}
   * @throws IOException if the data are there and cannot be read or are wrong; the message names
   *     the file
   */
  Optional<String> digest(String name) throws IOException;

  /**
   * SHA-256 of what tests read of a data set, as {@link #digest}: it may be known where training
   * images are not on this machine.
   *
   * @param name one of {@link #names()}
   */
  Optional<String> testDigest(String name) throws IOException;

  /**
   * Names of the classes of a data set, in its own order; empty where its files have to be read to
   * know them.
   *
   * @param name one of {@link #names()}
   */
  List<String> classes(String name);

  /**
   * How large a data set is; empty where that is not known without its files.
   *
   * @param name one of {@link #names()}
   */
  Optional<SplitSizes> sizes(String name);

  /**
   * What to do about a data set without a digest, for people.
   *
   * @param name one of {@link #names()}
   */
  String remedy(String name);

  /**
   * What to do about a data set without a digest for tests, for people.
   *
   * @param name one of {@link #names()}
   */
  String testRemedy(String name);
}
