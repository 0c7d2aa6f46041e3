package org.sdptbench.harness.cell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.RunRecord;

/** Test images that records name and that do not lie beside them: archives hold records only. */
public final class LostPictures {
  private final Datasets datasets;

  public LostPictures(Datasets datasets) {
    this.datasets = datasets;
  }

  /** What is lost of one data set. */
  private record Lost(RunRecord.Task task, Set<String> names) {}

  /**
   * Takes the images from their data sets again. One whose data set has changed since stays lost.
   *
   * @param records what names them
   * @param folder folder of the records
   * @param begun told each data set's name before its images are taken
   * @return the number of images that were written
   * @throws IOException if a data set cannot be read or an image not be written
   */
  public int restore(Collection<RunRecord> records, Path folder, Consumer<String> begun)
      throws IOException {
    Map<String, Lost> byDataset = new TreeMap<>();
    for (RunRecord run : records) {
      for (Picture picture : run.results().pictures()) {
        if (!Files.exists(folder.resolve(picture.file()))) {
          byDataset
              .computeIfAbsent(
                  Cell.datasetName(run.task()), name -> new Lost(run.task(), new TreeSet<>()))
              .names()
              .add(picture.file());
        }
      }
    }
    int written = 0;
    for (Map.Entry<String, Lost> entry : byDataset.entrySet()) {
      begun.accept(entry.getKey());
      written += restore(entry.getValue(), datasets.openTested(entry.getKey()).test(), folder);
    }
    return written;
  }

  private static int restore(Lost lost, DetectionDataset test, Path folder) throws IOException {
    int written = 0;
    for (ImageInfo info : test.images()) {
      String prefix = PictureFile.prefix(lost.task(), info.id());
      if (lost.names().stream().noneMatch(name -> name.startsWith(prefix))) {
        continue;
      }
      PictureFile file = PictureFile.of(lost.task(), info, test.pixels().read(info));
      if (lost.names().contains(file.name())) {
        file.write(folder);
        written++;
      }
    }
    return written;
  }
}
