package org.sdptbench.harness.device;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where DJL unpacks PyTorch's native libraries, once for all processes of a user: {@code
 * ~/.djl.ai/pytorch/VERSION}, or where {@code ENGINE_CACHE_DIR} or {@code DJL_CACHE_DIR} say.
 *
 * <p>DJL unpacks beside and renames, so a process that is killed meanwhile leaves a folder {@code
 * tmp…} of up to 450 MB that nobody uses or removes. It does not wait for the disk, so a machine
 * that loses its power just then may have libraries that are cut short; then every process dies of
 * a segmentation fault, for ever. Both are mended here, before PyTorch starts.
 */
public final class UnpackedNatives {
  private static final String PROPERTIES = "/native/lib/pytorch.properties";
  private static final String TEMPORARY = "tmp";

  /** Nobody unpacks for so long. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;

  /**
   * In a folder.
   *
   * @param folder folder of all versions, which need not exist
   */
  UnpackedNatives(Path folder) {
    this.folder = folder;
  }

  /** Those that this process would use. */
  public static UnpackedNatives ofThisProcess() {
    return new UnpackedNatives(Utils.getEngineCacheDir().resolve("pytorch"));
  }

  /** The folder of all versions. */
  public Path folder() {
    return folder;
  }

  /**
   * What is wrong with the libraries of this build, in words, by file; empty if nothing is, or they
   * are not unpacked yet.
   */
  public List<String> damage() throws IOException {
    List<String> damage = new ArrayList<>();
    @Nullable Properties build = build();
    if (build == null || !Files.isDirectory(version(build))) {
      return damage;
    }
    for (String name : build.getProperty("libraries", "").split(",", -1)) {
      Path file = version(build).resolve(name);
      long packed = size("/pytorch/%s/%s/%s".formatted(flavor(build), classifier(build), name));
      long unpacked = Files.exists(file) ? Files.size(file) : 0;
      if (packed > 0 && packed != unpacked) {
        damage.add("%s has %s of %s bytes".formatted(file, unpacked, packed));
      }
    }
    return damage;
  }

  /** Folders that processes left that were killed while they unpacked. */
  public List<Path> abandoned() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> abandoned = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path one : folders.sorted().toList()) {
        long age = System.currentTimeMillis() - Files.getLastModifiedTime(one).toMillis();
        boolean temporary = String.valueOf(one.getFileName()).startsWith(TEMPORARY);
        if (temporary && Files.isDirectory(one) && age > ABANDONED.toMillis()) {
          abandoned.add(one);
        }
      }
    }
    return abandoned;
  }

  /**
   * Removes what is damaged or abandoned; DJL unpacks anew what is missing.
   *
   * @return what was done, in words
   * @throws IOException if a folder cannot be removed
   */
  public List<String> mend() throws IOException {
    List<String> done = new ArrayList<>();
    List<String> damage = damage();
    @Nullable Properties build = build();
    if (!damage.isEmpty() && build != null) {
      Path aside =
          folder.resolve(TEMPORARY + "-damaged-" + UUID.randomUUID().toString().substring(0, 8));
      try {
        Files.move(version(build), aside, StandardCopyOption.ATOMIC_MOVE);
        delete(aside);
        done.add("PyTorch's libraries are unpacked anew: " + damage.get(0));
      } catch (NoSuchFileException e) {
        // another process did
      }
    }
    for (Path one : abandoned()) {
      delete(one);
      done.add("removed, as its process was killed while it unpacked: " + one);
    }
    return done;
  }

  private Path version(Properties build) {
    return folder.resolve(
        "%s-%s-%s".formatted(build.getProperty("version", ""), flavor(build), classifier(build)));
  }

  private static String flavor(Properties build) {
    return build.getProperty("flavor", "cpu");
  }

  private static String classifier(Properties build) {
    return build.getProperty("classifier", "");
  }

  /** What the build brings; null if it brings none, or an installed PyTorch is used. */
  private static @Nullable Properties build() throws IOException {
    String installed = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
    try (InputStream in = UnpackedNatives.class.getResourceAsStream(PROPERTIES)) {
      if (in == null || installed != null && !installed.isBlank()) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    }
  }

  /** Of a file on the class path; -1 if it is not there. */
  private static long size(String resource) throws IOException {
    @Nullable URL url = UnpackedNatives.class.getResource(resource);
    if (url == null) {
      return -1;
    }
    URLConnection connection = url.openConnection();
    return connection.getContentLengthLong();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
