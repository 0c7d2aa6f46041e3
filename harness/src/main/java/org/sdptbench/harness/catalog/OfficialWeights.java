package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.StateDictMismatchException;
import org.sdptbench.glip.weights.TensorFile;
import org.sdptbench.glip.weights.WeightFormatException;
import org.sdptbench.harness.fetch.DataFolder;
import org.sdptbench.harness.fetch.ReadProgress;
import org.sdptbench.harness.fetch.RememberedDigests;
import org.sdptbench.harness.fetch.RemoteFile;
import org.sdptbench.harness.fetch.Resource;
import org.sdptbench.harness.fetch.ResourceLock;

/**
 * An official checkpoint in a data folder: the file under its official name, which must be what
 * {@code datasets.lock} says; or, where that is not there, a file of the same name that ends in
 * {@code .safetensors} and may be any checkpoint of the same architecture. So nobody uses another
 * one than the official without knowing it.
 *
 * @param resource the name by which it is fetched
 * @param source where it is written what it must be
 */
record OfficialWeights(String resource, LockSource source) implements WeightsSource {

  /** Reads the lock when it is needed, which without a checkpoint is never. */
  @FunctionalInterface
  interface LockSource {
    /**
     * The lock.
     *
     * @throws IOException if it cannot be read
     */
    ResourceLock lock() throws IOException;
  }

  /** A checkpoint of the lock that this build came with. */
  OfficialWeights(String resource) {
    this(resource, ResourceLock::embedded);
  }

  @Override
  public Optional<String> digest(Glip glip, Optional<Path> data, ReadProgress progress)
      throws IOException {
    if (data.isEmpty()) {
      return Optional.empty();
    }
    DataFolder folder = new DataFolder(data.get());
    RemoteFile file = file();
    Optional<Checkpoint> found = Checkpoint.find(folder.place(file));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint checkpoint = found.get();
    // Names and shapes first: what is of another model, or no checkpoint, is told as such.
    fitting(glip, checkpoint, folder, true);
    if (checkpoint.isOfficial() && folder.state(file) == DataFolder.State.WRONG_SIZE) {
      throw wrong(
          checkpoint,
          folder,
          "found %s bytes, the official file has %s"
              .formatted(Files.size(checkpoint.path()), file.bytes().orElseThrow()));
    }
    String digest = new RememberedDigests(folder.root()).of(checkpoint.path(), progress);
    Optional<String> expected = folder.expected(file);
    if (checkpoint.isOfficial() && expected.isPresent() && !expected.get().equals(digest)) {
      throw wrong(
          checkpoint,
          folder,
          "found %s, the official file has %s".formatted(known(digest), expected.get()));
    }
    return Optional.of(digest);
  }

  @Override
  public Optional<String> official() {
    try {
      return file().sha256();
    } catch (IOException e) {
      return Optional.empty(); // told where the file is needed
    }
  }

  @Override
  public Params read(Glip glip, Optional<Path> data) throws IOException {
    DataFolder folder = new DataFolder(data.orElseThrow(() -> missing(glip, data)));
    Checkpoint checkpoint =
        Checkpoint.find(folder.place(file())).orElseThrow(() -> missing(glip, data));
    boolean known = new RememberedDigests(folder.root()).known(checkpoint.path()).isPresent();
    return ParamsFile.read(glip.layout(), fitting(glip, checkpoint, folder, known));
  }

  private IOException missing(Glip glip, Optional<Path> data) {
    return new IOException(
        "weights of %s missing: %s".formatted(glip.config().name(), remedy(data)));
  }

  @Override
  public String remedy(Optional<Path> data) {
    String fetch = "./sdptbench datasets fetch %s --data DIR".formatted(resource);
    RemoteFile file;
    try {
      file = file();
    } catch (IOException e) {
      return fetch;
    }
    Optional<DataFolder> begun = data.map(DataFolder::new).filter(folder -> folder.isBegun(file));
    return begun.isPresent()
        ? "%s is there in part; %s goes on with it"
            .formatted(begun.get().place(file), fetch.replace("DIR", begun.get().root().toString()))
        : "give the folder that holds %s as --data DIR; %s gets it".formatted(file.path(), fetch);
  }

  private RemoteFile file() throws IOException {
    Resource official = source.lock().resources().get(resource);
    if (official == null) {
      throw new IOException("datasets.lock has no " + resource);
    }
    return official.files().get(0);
  }

  /** What the checkpoint holds, if it is of this architecture. */
  private TensorFile fitting(Glip glip, Checkpoint checkpoint, DataFolder folder, boolean known)
      throws IOException {
    TensorFile tensors;
    try {
      tensors = checkpoint.open(known);
    } catch (WeightFormatException e) {
      throw new IOException("%s; %s".formatted(e.getMessage(), mend(checkpoint, folder)), e);
    }
    try {
      return ParamsFile.select(glip.layout(), tensors);
    } catch (StateDictMismatchException | WeightFormatException e) {
      Optional<String> other = Presets.of(tensors).fitting().stream().findFirst();
      if (other.isPresent()) {
        throw wrong(
            checkpoint,
            folder,
            "these are weights of %s, wanted are those of %s"
                .formatted(other.get(), glip.config().name()));
      }
      throw new IOException("%s%n%s".formatted(e.getMessage(), mend(checkpoint, folder)), e);
    }
  }

  /** A digest, or whose it is. */
  private String known(String digest) throws IOException {
    for (Resource other : source.lock().resources().values()) {
      for (RemoteFile file : other.files()) {
        if (file.sha256().filter(digest::equals).isPresent()) {
          return "the file of %s (SHA-256 %s)".formatted(other.name(), digest);
        }
      }
    }
    return "SHA-256 " + digest;
  }

  private IOException wrong(Checkpoint checkpoint, DataFolder folder, String what)
      throws IOException {
    return new IOException(
        "%s: %s; %s".formatted(checkpoint.path(), what, mend(checkpoint, folder)));
  }

  private String mend(Checkpoint checkpoint, DataFolder folder) throws IOException {
    Path official = folder.place(file());
    return checkpoint.isOfficial()
        ? ("move it away, and ./sdptbench datasets fetch %s --data %s gets the official file; a"
                + " checkpoint of your own is used as %s, which ./sdptbench weights convert makes")
            .formatted(resource, folder.root(), Checkpoint.converted(official).getFileName())
        : "./sdptbench weights convert makes it anew, of %s or of a checkpoint of your own"
            .formatted(official.getFileName());
  }
}
