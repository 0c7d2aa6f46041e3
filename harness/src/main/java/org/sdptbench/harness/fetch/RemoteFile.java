package org.sdptbench.harness.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of a resource.
 *
 * @param path its place in the data folder; a relative path that stays inside it
 * @param address where it is published
 * @param bytes its size; empty where only a rounded one has been published
 * @param about its size in words, for people
 * @param sha256 its digest in lower-case hexadecimal; empty where nobody has published it
 * @param unpack the folder of the data folder that an archive is unpacked into; empty for a file
 *     that is used as it is
 * @param contents files and folders that an archive has to hold, relative to the folder that it is
 *     unpacked into; none for a file that is used as it is
 */
public record RemoteFile(
    String path,
    URI address,
    OptionalLong bytes,
    String about,
    Optional<String> sha256,
    Optional<String> unpack,
    List<String> contents) {
  /** Defensive copy. */
  public RemoteFile {
    contents = List.copyOf(contents);
  }

  /** Its address on a mirror, which has all files by their {@link #path}. */
  public URI at(Optional<URI> mirror) {
    return mirror
        .map(base -> URI.create(base.toString().replaceFirst("/*$", "/")).resolve(path))
        .orElse(address);
  }
}
