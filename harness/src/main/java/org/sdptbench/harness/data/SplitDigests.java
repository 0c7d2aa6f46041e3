package org.sdptbench.harness.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.harness.fetch.RememberedDigests;

/**
 * Digests of splits, whose images are looked at on the way: each has to be an image of the size
 * that its annotations say.
 *
 * <p>What was read once is remembered in the folder of data, so that the digest of a hundred
 * thousand images takes seconds from the second time on: the digest of each file and the size of
 * each image, as long as the file has the same size in bytes and the same times.
 */
public final class SplitDigests {
  private static final int FLUSH_EVERY = 20_000;

  private final Optional<Path> data;
  private final List<RememberedDigests> memories;
  private final FileProgress progress;

  /** An image's digest, or what is wrong with it. */
  private record Looked(String sha256, Optional<DatasetException> problem) {}

  /**
   * Digests with the memory of a folder.
   *
   * @param data folder of real data; empty if there is none, then nothing is remembered
   * @param progress told how many images are read
   */
  public SplitDigests(Optional<Path> data, FileProgress progress) {
    this.data = data.map(folder -> folder.toAbsolutePath().normalize());
    this.progress = progress;
    this.memories = this.data.map(SplitDigests::memories).orElse(List.of());
  }

  /** Of the files of the folder, and of those of data sets that were added and lie elsewhere. */
  private static List<RememberedDigests> memories(Path data) {
    return List.of(
        new RememberedDigests(data), new RememberedDigests(data, data.getRoot(), "read-elsewhere"));
  }

  /**
   * The digest of a split, as {@link DatasetDigest} defines it.
   *
   * @param name the split, for people
   * @param annotationFiles its annotations
   * @param images the images that they name
   * @throws DatasetException with all that is wrong with images
   * @throws IOException if a file cannot be read
   */
  public String sha256(
      String name, List<Path> annotationFiles, ImageFolder folder, List<ImageInfo> images)
      throws IOException {
    Map<Path, String> digests = new HashMap<>();
    DatasetProblems problems = new DatasetProblems();
    try {
      for (Path file : annotationFiles) {
        digests.put(file, annotations(file));
      }
      new EachImage<>(image -> look(folder, image), image -> bytes(folder, image), progress)
          .run(
              name + ": digests of images",
              images,
              (image, looked) -> {
                looked.problem().ifPresent(problems::add);
                digests.put(folder.file(image.fileName()), looked.sha256());
                if (digests.size() % FLUSH_EVERY == 0) {
                  memories.forEach(RememberedDigests::flush); // for whoever is stopped
                }
              });
    } finally {
      memories.forEach(RememberedDigests::flush);
    }
    problems.throwIfAny();
    return DatasetDigest.sha256(
        annotationFiles, folder, images, file -> digests.getOrDefault(file, ""));
  }

  private String annotations(Path file) throws IOException {
    Optional<String> known = memory(file).flatMap(memory -> memory.known(file));
    if (known.isPresent()) {
      return known.get();
    }
    String digest = DatasetDigest.read(file);
    memory(file).ifPresent(memory -> memory.put(file, digest));
    return digest;
  }

  private Looked look(ImageFolder folder, ImageInfo image) {
    Path file = folder.file(image.fileName());
    String size = "an image of %s x %s pixels".formatted(image.width(), image.height());
    Optional<String> known = memory(file).flatMap(memory -> memory.known(file, size));
    if (known.isPresent()) {
      return new Looked(known.get(), Optional.empty());
    }
    try {
      String digest = ImageFiles.digest(file, image.width(), image.height());
      memory(file).ifPresent(memory -> memory.put(file, digest, size));
      return new Looked(digest, Optional.empty());
    } catch (DatasetException e) {
      return new Looked("", Optional.of(e));
    }
  }

  /** A file is copied once or twice while it is looked at; one that is not there needs nothing. */
  private static long bytes(ImageFolder folder, ImageInfo image) {
    try {
      return 3 * Files.size(folder.file(image.fileName()));
    } catch (IOException e) {
      return 0;
    }
  }

  private Optional<RememberedDigests> memory(Path file) {
    return data.map(
        folder -> memories.get(file.toAbsolutePath().normalize().startsWith(folder) ? 0 : 1));
  }
}
