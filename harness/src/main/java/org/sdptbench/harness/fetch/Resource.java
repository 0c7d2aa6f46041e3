package org.sdptbench.harness.fetch;

import java.util.List;

/**
 * A data set or a checkpoint.
 *
 * @param name its name in the catalog, or a word for several of them
 * @param version what of it this is
 * @param licence its licence, or a word on what is known of it
 * @param home its home page
 * @param holds what is inside
 * @param files its files
 */
public record Resource(
    String name,
    String version,
    String licence,
    String home,
    String holds,
    List<RemoteFile> files) {
  /** Defensive copy. */
  public Resource {
    files = List.copyOf(files);
  }
}
