package org.sdptbench.harness.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdptbench.harness.fetch.RememberedDigests;

/**
 * Digests of splits, whose images are looked at on the way: each has to be an image of the size
 * that its annotations say.
 *
 * <p>What was read once is remembered in the folder of data, so that the digest of a hundred
 * thousand images takes seconds from the second time on: the digest of each file while it has the
 * same size and times, and of each annotation file the digest of the split whose images were all
 * right. Either is taken anew where anything changed.
 */
public final class SplitDigests {
  private static final int FLUSH_EVERY = 20_000;

  private final Optional<Path> data;
  private final List<RememberedDigests> contents;
  private final List<RememberedDigests> checked;
  private final Progress progress;

  /** An image's digest, or what is wrong with it. */
  private record Looked(String sha256, boolean checked, Optional<DatasetException> problem) {}

  /**
   * Digests with the memory of a folder.
   *
   * @param data folder of real data; empty if there is none, then nothing is remembered
   * @param progress told how many images are read
   */
  public SplitDigests(Optional<Path> data, Progress progress) {
    this.data = data.map(folder -> folder.toAbsolutePath().normalize());
    this.progress = progress;
    this.contents = this.data.map(folder -> memories(folder, "read")).orElse(List.of());
    this.checked = this.data.map(folder -> memories(folder, "checked")).orElse(List.of());
  }

  /** Of the files of the folder, and of those of data sets that were added and lie elsewhere. */
  private static List<RememberedDigests> memories(Path data, String name) {
    return List.of(
        new RememberedDigests(data, data, name),
        new RememberedDigests(data, data.getRoot(), name + "-elsewhere"));
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
    Set<ImageInfo> unchecked = new HashSet<>();
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
                if (!looked.checked()) {
                  unchecked.add(image);
                } else if (digests.size() % FLUSH_EVERY == 0) {
                  contents.forEach(RememberedDigests::flush); // for whoever is stopped
                }
              });
    } finally {
      contents.forEach(RememberedDigests::flush);
    }
    problems.throwIfAny();
    String digest =
        DatasetDigest.sha256(
            annotationFiles, folder, images, file -> digests.getOrDefault(file, ""));
    Path first = annotationFiles.get(0);
    if (!known(checked, first).equals(Optional.of(digest))) {
      check(name, folder, images.stream().filter(unchecked::contains).toList());
      memory(checked, first).ifPresent(memory -> memory.put(first, digest));
      checked.forEach(RememberedDigests::flush);
    }
    return digest;
  }

  private String annotations(Path file) throws IOException {
    Optional<String> known = known(contents, file);
    if (known.isPresent()) {
      return known.get();
    }
    String digest = DatasetDigest.read(file);
    memory(contents, file).ifPresent(memory -> memory.put(file, digest));
    return digest;
  }

  private Looked look(ImageFolder folder, ImageInfo image) throws IOException {
    Path file = folder.file(image.fileName());
    Optional<String> known = known(contents, file);
    if (known.isPresent()) {
      return new Looked(known.get(), false, Optional.empty());
    }
    try {
      String digest = ImageFiles.digest(file, image.width(), image.height());
      memory(contents, file).ifPresent(memory -> memory.put(file, digest));
      return new Looked(digest, true, Optional.empty());
    } catch (DatasetException e) {
      return new Looked("", true, Optional.of(e));
    }
  }

  private void check(String name, ImageFolder folder, List<ImageInfo> images) throws IOException {
    DatasetProblems problems = new DatasetProblems();
    new EachImage<Optional<DatasetException>>(
            image -> {
              try {
                folder.check(image);
                return Optional.empty();
              } catch (DatasetException e) {
                return Optional.of(e);
              }
            },
            image -> bytes(folder, image),
            progress)
        .run(
            name + ": sizes of images",
            images,
            (image, problem) -> problem.ifPresent(problems::add));
    problems.throwIfAny();
  }

  /** A file is copied once or twice while it is looked at; one that is not there needs nothing. */
  private static long bytes(ImageFolder folder, ImageInfo image) {
    try {
      return 3 * Files.size(folder.file(image.fileName()));
    } catch (IOException e) {
      return 0;
    }
  }

  private Optional<String> known(List<RememberedDigests> memories, Path file) {
    return memory(memories, file).flatMap(memory -> memory.known(file));
  }

  private Optional<RememberedDigests> memory(List<RememberedDigests> memories, Path file) {
    return data.map(
        folder -> memories.get(file.toAbsolutePath().normalize().startsWith(folder) ? 0 : 1));
  }
}
