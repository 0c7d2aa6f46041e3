package org.sdptbench.harness.fetch;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings whole resources into a folder: what is missing is downloaded, checked and unpacked. */
public final class Fetching {
  private final DataFolder folder;
  private final Download download;
  private final Unpacking unpacking;
  private final boolean keepArchives;
  private final Listener listener;

  /** Told what happens. */
  public interface Listener extends Download.Listener {
    /** A file is there already. */
    void present(RemoteFile file);

    /**
     * An archive is being unpacked.
     *
     * @param files files so far
     */
    void unpacking(RemoteFile file, long files);

    /** A file is in its place, and unpacked where it is an archive. */
    void done(RemoteFile file);
  }

  /**
   * Fetching into a folder.
   *
   * @param keepArchives whether an archive stays beside what it held
   */
  public Fetching(
      DataFolder folder,
      Download download,
      Unpacking unpacking,
      boolean keepArchives,
      Listener listener) {
    this.folder = folder;
    this.download = download;
    this.unpacking = unpacking;
    this.keepArchives = keepArchives;
    this.listener = listener;
  }

  /**
   * Fetches a resource; files that are there already are not fetched again.
   *
   * @throws IOException if a file cannot be had, is wrong, or does not unpack; the message says
   *     which
   */
  public void fetch(Resource resource) throws IOException, InterruptedException {
    for (RemoteFile file : resource.files()) {
      switch (folder.state(file)) {
        case UNPACKED -> listener.present(file);
        case PRESENT -> {
          String digest = folder.verify(file, folder.place(file));
          listener.present(file);
          try {
            take(file, digest);
          } catch (FileSystemException e) {
            throw e;
          } catch (IOException e) {
            throw new IOException(e.getMessage() + "; move it away, then it is fetched", e);
          }
        }
        case WRONG_SIZE ->
            throw new IOException(
                "%s has %s bytes, datasets.lock says %s; move it away, then it is fetched"
                    .formatted(
                        folder.place(file),
                        Files.size(folder.place(file)),
                        file.bytes().orElse(0)));
        case MISSING, PARTIAL -> {
          String digest = download.get(file);
          try {
            take(file, digest);
          } catch (FileSystemException e) {
            throw e; // a full disk, say: the next fetch goes on with the archive
          } catch (IOException e) {
            Files.deleteIfExists(folder.place(file));
            throw new IOException(
                e.getMessage()
                    + "; the archive was thrown away, and the next fetch gets it again,"
                    + " from another address with --mirror",
                e);
          }
          listener.done(file);
        }
      }
    }
  }

  /** Unpacks what is an archive; of one that is not the right file nothing is recorded. */
  private void take(RemoteFile file, String digest) throws IOException {
    if (file.unpack().isEmpty()) {
      folder.remember(file, digest);
    } else if (!folder.isUnpacked(file)) {
      unpack(file, folder.root().resolve(file.unpack().get()));
    }
    folder.record(file, digest);
  }

  private void unpack(RemoteFile file, Path target) throws IOException {
    Path archive = folder.place(file);
    Path sample;
    try {
      sample =
          unpacking.unpack(
              archive,
              target,
              folder.scratch(),
              file.contents(),
              files -> listener.unpacking(file, files));
    } catch (FileSystemException e) {
      throw new FileSystemException(
          archive.toString(),
          null,
          "unpacking it could not write %s; the archive stays, and the same command goes on"
              .formatted(e.getMessage()));
    } catch (IOException e) {
      throw new IOException("%s does not unpack: %s".formatted(archive, e.getMessage()), e);
    }
    folder.unpacked(file, sample);
    if (!keepArchives) {
      Files.delete(archive);
    }
  }
}
