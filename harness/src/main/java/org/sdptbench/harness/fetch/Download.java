package org.sdptbench.harness.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gets files over HTTP. What was broken off is gone on with; what is complete lies under a
 * temporary name until it was checked. Proxies are those that Java is told of ({@code
 * https.proxyHost} and the like).
 */
public final class Download {
  private static final int TRIES = 5;
  private static final int BUFFER = 1 << 16;
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .proxy(ProxySelector.getDefault())
          .connectTimeout(CONNECT)
          .build();
  private final DataFolder folder;
  private final Optional<URI> mirror;
  private final Duration pause;
  private final Listener listener;

  /** Told what happens. */
  public interface Listener {
    /**
     * Bytes have come.
     *
     * @param done bytes of the file that are here
     * @param total its size, if known
     */
    void progress(RemoteFile file, long done, OptionalLong total);

    /** A try failed, and another one follows. */
    void again(RemoteFile file, String reason);
  }

  /** Something that another try may mend. */
  private static final class Interruption extends IOException {
    private static final long serialVersionUID = 1;

    Interruption(String message) {
      super(message);
    }
  }

  /**
   * Downloads into a folder.
   *
   * @param mirror address of a mirror that has all files by their path in the lock
   * @param pause time before the second try; each further one waits twice as long
   */
  public Download(DataFolder folder, Optional<URI> mirror, Duration pause, Listener listener) {
    this.folder = folder;
    this.mirror = mirror;
    this.pause = pause;
    this.listener = listener;
  }

  /**
   * Gets a file, checks it, and puts it in its place.
   *
   * @return its digest
   * @throws IOException if it cannot be had or is not what it should be; the message names address
   *     and reason. What has come stays for the next time, unless it is wrong
   */
  public String get(RemoteFile file) throws IOException, InterruptedException {
    URI address = file.at(mirror);
    Path part = folder.part(file);
    Files.createDirectories(part.toAbsolutePath().getParent());
    for (int attempt = 1; ; attempt++) {
      try {
        transfer(file, address, part);
        break;
      } catch (Interruption e) {
        if (attempt == TRIES) {
          throw new IOException(
              "%s: %s, %s times; the same command goes on from here"
                  .formatted(address, e.getMessage(), TRIES),
              e);
        }
        listener.again(file, String.valueOf(e.getMessage()));
        Thread.sleep(pause.toMillis() << (attempt - 1));
      }
    }
    return accept(file, address, part);
  }

  private String accept(RemoteFile file, URI address, Path part) throws IOException {
    String digest;
    try {
      digest = folder.verify(file, part);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      Files.deleteIfExists(folder.partTag(file));
      throw new IOException(
          "%s: what came is not the file that datasets.lock means, and was thrown away: %s"
              .formatted(address, e.getMessage()),
          e);
    }
    Files.deleteIfExists(folder.partTag(file));
    Files.move(part, folder.place(file), StandardCopyOption.REPLACE_EXISTING);
    return digest;
  }

  private void transfer(RemoteFile file, URI address, Path part)
      throws IOException, InterruptedException {
    long have = Files.isRegularFile(part) ? Files.size(part) : 0;
    if (file.bytes().isPresent() && have > file.bytes().getAsLong()) {
      Files.delete(part);
      have = 0;
    }
    if (file.bytes().isPresent() && have == file.bytes().getAsLong()) {
      return;
    }
    HttpResponse<InputStream> response = send(request(file, address, have), address);
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case OK -> {
          have = 0;
          refuseOtherSize(file, response, address);
        }
        case PARTIAL -> {}
        case RANGE_NOT_SATISFIABLE -> {
          // What is here is not a beginning of what is there.
          Files.deleteIfExists(part);
          throw new Interruption("the server has no more than what is here; starting again");
        }
        default -> refuse(response.statusCode(), address);
      }
      OptionalLong total = total(file, response, have);
      checkSpace(file, part, total, have);
      tag(response).ifPresent(tag -> writeTag(file, tag));
      receive(file, body, part, have, total);
    }
  }

  private HttpRequest request(RemoteFile file, URI address, long have) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Accept-Encoding", "identity").GET();
    if (have > 0) {
      request.header("Range", "bytes=%s-".formatted(have));
      Path tag = folder.partTag(file);
      if (Files.isRegularFile(tag)) { // a file that changed meanwhile comes whole
        request.header("If-Range", Files.readString(tag).strip());
      }
    }
    return request.build();
  }

  private HttpResponse<InputStream> send(HttpRequest request, URI address)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new Interruption("no answer from %s (%s)".formatted(address.getHost(), reason));
    }
  }

  private static void refuse(int status, URI address) throws IOException {
    if (status == 429 || status >= 500) {
      throw new Interruption("the server answers " + status);
    }
    throw new IOException(
        status == 404
            ? "%s: no such file there (404); another address can be given with --mirror"
                .formatted(address)
            : "%s: the server answers %s".formatted(address, status));
  }

  /** A page of HTML, say, is no beginning of the file, and would not become it by trying again. */
  private static void refuseOtherSize(
      RemoteFile file, HttpResponse<InputStream> response, URI address) throws IOException {
    OptionalLong coming = response.headers().firstValueAsLong("Content-Length");
    if (coming.isPresent()
        && file.bytes().isPresent()
        && coming.getAsLong() != file.bytes().getAsLong()) {
      throw new IOException(
          "%s: the server has %s bytes%s there, datasets.lock means a file of %s; another address can be given with --mirror"
              .formatted(
                  address,
                  coming.getAsLong(),
                  response
                      .headers()
                      .firstValue("Content-Type")
                      .map(type -> " of " + type)
                      .orElse(""),
                  file.bytes().getAsLong()));
    }
  }

  private static OptionalLong total(
      RemoteFile file, HttpResponse<InputStream> response, long have) {
    OptionalLong coming = response.headers().firstValueAsLong("Content-Length");
    return file.bytes().isPresent()
        ? file.bytes()
        : coming.isPresent() ? OptionalLong.of(coming.getAsLong() + have) : OptionalLong.empty();
  }

  private static void checkSpace(RemoteFile file, Path part, OptionalLong total, long have)
      throws IOException {
    if (total.isPresent()) {
      long free = Files.getFileStore(part.toAbsolutePath().getParent()).getUsableSpace();
      if (total.getAsLong() - have > free) {
        throw new IOException(
            "%s needs %s more bytes, %s are free at %s"
                .formatted(
                    file.path(),
                    total.getAsLong() - have,
                    free,
                    part.toAbsolutePath().getParent()));
      }
    }
  }

  private void receive(RemoteFile file, InputStream body, Path part, long have, OptionalLong total)
      throws IOException {
    long done = have;
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out =
        have > 0
            ? Files.newOutputStream(part, StandardOpenOption.APPEND)
            : Files.newOutputStream(part)) {
      while (true) {
        int read;
        try {
          read = body.read(buffer);
        } catch (IOException e) {
          throw new Interruption("broken off after %s bytes".formatted(done));
        }
        if (read < 0) {
          break;
        }
        try {
          out.write(buffer, 0, read);
        } catch (IOException e) {
          throw (FileSystemException)
              new FileSystemException(
                      part.toString(),
                      null,
                      e.getMessage() + "; the same command goes on from here")
                  .initCause(e);
        }
        done += read;
        if (file.bytes().isPresent() && done > file.bytes().getAsLong()) {
          break; // more than it should be: the check says so
        }
        listener.progress(file, done, total);
      }
    }
    if (total.isPresent() && done < total.getAsLong()) {
      throw new Interruption("broken off after %s of %s bytes".formatted(done, total.getAsLong()));
    }
  }

  private static Optional<String> tag(HttpResponse<InputStream> response) {
    return response
        .headers()
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> response.headers().firstValue("Last-Modified"));
  }

  private void writeTag(RemoteFile file, String tag) {
    try {
      Files.writeString(folder.partTag(file), tag, StandardCharsets.UTF_8);
    } catch (IOException e) {
      // Without it the next try asks for the rest of whatever is there; the digest will tell.
    }
  }
}
