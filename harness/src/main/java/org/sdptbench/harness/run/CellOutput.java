package org.sdptbench.harness.run;

import java.nio.file.Path;
import java.util.Optional;
import org.sdptbench.reports.record.Picture;

/**
 * Where a runner leaves what belongs beside its record: in {@code adapter/} the trained adapter, in
 * {@code pictures/} the images that the record names.
 *
 * @param folder the folder; it need not exist, and is left out if nothing is kept
 * @param maxAdapterBytes adapters with more bytes are not kept; 0 keeps none
 * @param featureBytes most bytes of features that are kept while it trains, in memory and, what is
 *     over a gigabyte, in a file of the folder
 * @param checkpoints where the state of an unfinished run is kept; empty where none is
 * @param bases what cells train first, as far as others have; empty where nothing is shared
 */
public record CellOutput(
    Path folder,
    long maxAdapterBytes,
    long featureBytes,
    Optional<Checkpoints> checkpoints,
    Optional<TrainedBases> bases) {
  /** Features that are kept unless told: what fits into memory. */
  public static final long FEATURE_BYTES = 1L << 30;

  private static final String ADAPTER = "adapter";

  /** A folder for runs that are never interrupted. */
  public CellOutput(Path folder, long maxAdapterBytes) {
    this(folder, maxAdapterBytes, FEATURE_BYTES, Optional.empty(), Optional.empty());
  }

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
