package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.FileProgress;
import org.sdptbench.harness.data.SplitDigests;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.coco.CocoFamily;
import org.sdptbench.harness.data.lvis.LvisFamily;
import org.sdptbench.harness.data.odinw.OdinwFamily;
import org.sdptbench.harness.data.own.OwnFamily;
import org.sdptbench.harness.data.picto.PictoFamily;
import org.sdptbench.harness.data.voc.VocFamily;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.SplitSizes;

/** Embedded and real data sets by name. */
public final class Datasets implements DatasetCatalog {
  private final Map<String, DatasetFamily> families;

  /**
   * The data sets.
   *
   * @param data folder of real data, in which each family has its place
   * @throws IOException if embedded data are damaged, or a folder cannot be listed
   */
  public Datasets(Optional<Path> data) throws IOException {
    this(data, FileProgress.SILENT);
  }

  /**
   * The data sets.
   *
   * @param data folder of real data, in which each family has its place
   * @param progress told how far the digest of real data has come
   * @throws IOException if embedded data are damaged, or a folder cannot be listed
   */
  public Datasets(Optional<Path> data, FileProgress progress) throws IOException {
    SplitDigests digests = new SplitDigests(data, progress);
    Map<String, DatasetFamily> byName = new LinkedHashMap<>();
    for (DatasetFamily family :
        List.of(
            new PictoFamily(),
            new OdinwFamily(data, digests),
            new CocoFamily(data, digests),
            new LvisFamily(data, digests),
            new VocFamily(data, digests),
            new OwnFamily(data, digests))) {
      family.names().forEach(name -> byName.put(name, family));
    }
    this.families = Collections.unmodifiableMap(byName);
  }

  @Override
  public List<String> names() {
    return List.copyOf(families.keySet());
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    return family(name).digest(name);
  }

  @Override
  public Optional<String> testDigest(String name) throws IOException {
    return family(name).testDigest(name);
  }

  @Override
  public List<String> classes(String name) {
    return family(name).classes(name);
  }

  @Override
  public Optional<SplitSizes> sizes(String name) {
    return family(name).sizes(name);
  }

  /**
   * Opens a data set.
   *
   * @throws IOException if it is missing, damaged, or not the pinned one; the message says which
   */
  public TaskSplits open(String name) throws IOException {
    return family(name).open(name);
  }

  @Override
  public String remedy(String name) {
    return family(name).remedy(name);
  }

  @Override
  public String testRemedy(String name) {
    return family(name).testRemedy(name);
  }

  /**
   * Opens what a test reads of a data set.
   *
   * @throws IOException as {@link #open}
   */
  public TaskSplits openTested(String name) throws IOException {
    return family(name).openTested(name);
  }

  private DatasetFamily family(String name) {
    DatasetFamily family = families.get(name);
    if (family == null) {
      throw new IllegalArgumentException(
          "no data set %s; there are %s".formatted(name, families.keySet()));
    }
    return family;
  }
}
