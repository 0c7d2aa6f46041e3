package org.sdptbench.harness.run;

import java.nio.file.Path;
import org.sdptbench.reports.record.Picture;

/**
 * Where a runner leaves what belongs beside its record: in {@code adapter/} the trained adapter, in
 * {@code pictures/} the images that the record names.
 *
 * @param folder the folder; it need not exist, and is left out if nothing is kept
 * @param maxAdapterBytes adapters with more bytes are not kept; 0 keeps none
 */
public record CellOutput(Path folder, long maxAdapterBytes) {
  private static final String ADAPTER = "adapter";

  /** Where the trained adapter is left. */
  public AdapterOutput adapter() {
    return new AdapterOutput(adapter(folder), maxAdapterBytes);
  }

  /** Where a picture's image is left. */
  public Path image(Picture picture) {
    return folder.resolve(picture.file());
  }

  /** The folder of the adapter in a folder that a runner filled. */
  static Path adapter(Path folder) {
    return folder.resolve(ADAPTER);
  }
}
