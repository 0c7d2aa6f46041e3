package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.text.Bert;
import org.sdptbench.glip.weights.MiniLm;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TensorFile;
import org.sdptbench.harness.fetch.ReadProgress;

/**
 * A checkpoint of our own beside this class, and MiniLM-L6 from the class path as its text encoder.
 *
 * @param resource its name
 * @param recipe the experiment that makes it
 * @param pin what it was when its digest was last taken
 */
public record EmbeddedWeights(String resource, String recipe, Pin pin) implements WeightsSource {

  /**
   * A checkpoint and its digest.
   *
   * @param crc32 its checksum, which a jar's directory says without reading it
   * @param sha256 its digest
   */
  public record Pin(long crc32, String sha256) {}

  /** A checkpoint of another checksum than the pin's is read in whole. */
  @Override
  public Optional<String> digest(Glip glip, Optional<Path> data, ReadProgress progress)
      throws IOException {
    URL url = EmbeddedWeights.class.getResource(resource);
    if (url == null) {
      return Optional.empty();
    }
    URLConnection connection = url.openConnection();
    if (connection instanceof JarURLConnection inJar) {
      inJar.setUseCaches(false); // to close it here
      try (JarFile jar = inJar.getJarFile()) {
        if (jar.getEntry(inJar.getEntryName()).getCrc() == pin.crc32) {
          return Optional.of(pin.sha256);
        }
      }
    }
    try (InputStream in = url.openStream()) {
      return Optional.of(Sha256.of(in));
    }
  }

  /** Nobody has published numbers of it but us. */
  @Override
  public Optional<String> official() {
    return Optional.empty();
  }

  @Override
  public Params read(Glip glip, Optional<Path> data) throws IOException {
    Path copy = Files.createTempFile(resource, null);
    try (InputStream in = open()) {
      if (in == null) {
        throw new IOException(
            "the checkpoint of %s is not in this build; %s"
                .formatted(glip.config().name(), remedy(data)));
      }
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return withMiniLm(glip, SafeTensors.read(copy));
    } finally {
      // The mapping of a deleted file stays valid; systems that refuse get it deleted at exit.
      if (!copy.toFile().delete()) {
        copy.toFile().deleteOnExit();
      }
    }
  }

  @Override
  public String remedy(Optional<Path> data) {
    return "make it with ./sdptbench pretrain " + recipe;
  }

  /**
   * All weights of a GLIP whose text encoder is MiniLM-L6.
   *
   * @param rest all other weights
   * @throws IOException if MiniLM is not on the class path
   */
  public static Params withMiniLm(Glip glip, TensorFile rest) throws IOException {
    Map<String, RawTensor> all = new LinkedHashMap<>();
    TensorFile miniLm = MiniLm.load();
    miniLm.names().forEach(name -> all.put(Bert.PREFIX + name, miniLm.get(name)));
    rest.names().forEach(name -> all.put(name, rest.get(name)));
    return ParamsFile.read(
        glip.layout(),
        new TensorFile(rest.source() + " with MiniLM", all),
        EmbeddedWeights::isBuffer);
  }

  /** The weights of MiniLM-L6 under their names in a GLIP. */
  public static Params miniLm(Glip glip) throws IOException {
    Layout text = new Layout();
    glip.layout().specs().stream()
        .filter(spec -> spec.name().startsWith(Sites.TEXT))
        .forEach(text::add);
    return ParamsFile.read(
        text, MiniLm.load().renamed(name -> Bert.PREFIX + name), EmbeddedWeights::isBuffer);
  }

  private @Nullable InputStream open() {
    return EmbeddedWeights.class.getResourceAsStream(resource);
  }

  /** What MiniLM holds beside the parameters. */
  private static boolean isBuffer(String name) {
    return name.contains("pooler") || name.endsWith("position_ids");
  }
}
