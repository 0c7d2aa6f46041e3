package org.sdptbench.harness.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sdptbench.reports.file.ProcessId;
import org.sdptbench.reports.file.WholeFile;

/**
 * That this process works on a store, as all others see it: {@code ROOT/.processes/NAME.json} with
 * host, process number and start, and a number that grows while the process lives. The file goes
 * when this is closed.
 *
 * <p>Nothing here depends on a clock that can be set: who watches the number waits for it by his
 * own steady clock. The number is written in place, as NFS looks for a file's new content when it
 * is opened, and for a new file of the same name much later.
 */
public final class Presence implements AutoCloseable {
  /** How often the number grows. */
  public static final Duration BEAT = Duration.ofSeconds(10);

  private static final String FOLDER = ".processes";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name =
      ProcessId.own().text() + "." + UUID.randomUUID().toString().substring(0, 8);
  private final Path file;
  private final String host = host();
  private final String since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private final ScheduledExecutorService clock;
  private long beats;

  private Presence(Path root) {
    file = file(root, name);
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "presence");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A process that a presence tells of. */
  public record Owner(String host, long pid, String since) {
    @Override
    public String toString() {
      return "process %s on %s, since %s".formatted(pid, host, since);
    }
  }

  /**
   * Tells others that this process works on a store.
   *
   * @param root folder of the store
   * @param beat how often the number grows
   * @throws IOException if the store cannot be written
   */
  @SuppressWarnings("FutureReturnValueIgnored") // close() ends the clock
  public static Presence begin(Path root, Duration beat) throws IOException {
    Presence presence = new Presence(root);
    Files.createDirectories(presence.file.resolveSibling(""));
    String text = presence.text();
    WholeFile.write(presence.file, text);
    presence.clock.scheduleWithFixedDelay(
        presence::beat, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
    return presence;
  }

  /** What tells this presence from all others. */
  String name() {
    return name;
  }

  /** File of a presence. */
  static Path file(Path root, String name) {
    return folder(root).resolve(name + ".json");
  }

  /** Folder of all presences. */
  static Path folder(Path root) {
    return root.resolve(FOLDER);
  }

  /** The process of a presence's name; empty if it is no such name. */
  static Optional<ProcessId> process(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? Optional.empty() : ProcessId.parse(name.substring(0, dot));
  }

  /** What a presence tells; of one that is gone or half written, what its name tells. */
  static Owner owner(String name, String text) {
    long pid = process(name).map(ProcessId::pid).orElse(0L);
    try {
      JsonNode node = JSON.readTree(text);
      return new Owner(
          printable(node.path("host").asText("an unknown host")),
          pid,
          printable(node.path("since").asText("an unknown time")));
    } catch (IOException e) {
      return new Owner("an unknown host", pid, "an unknown time");
    }
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }

  /** All presences say the same number of letters, so that one can be written over the last. */
  private synchronized String text() {
    return JSON.createObjectNode()
            .put("host", host)
            .put("process", ProcessId.own().text())
            .put("since", since)
            .put("beat", String.format(Locale.ROOT, "%012d", beats))
        + "\n";
  }

  private void beat() {
    synchronized (this) {
      beats++;
    }
    ByteBuffer bytes = ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      // A full or lost store: whoever writes the next record says so; a missed beat harms nobody.
    }
  }

  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    Files.deleteIfExists(file);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }
}
