package org.sdptbench.harness.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A real Slurm with three nodes, {@code n1} to {@code n3}, all on this machine. */
public final class SlurmCluster implements AutoCloseable {
  private final Path base;
  private final Map<String, Process> daemons = new HashMap<>();

  private SlurmCluster(Path base) {
    this.base = base;
  }

  /** Whether Slurm is installed and this user may run its daemons. */
  public static boolean isPossible() {
    return "root".equals(System.getProperty("user.name"))
        && List.of("slurmctld", "slurmd", "munged", "sbatch").stream()
            .allMatch(
                name ->
                    List.of("/usr/sbin", "/usr/bin").stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))));
  }

  /**
   * Starts one.
   *
   * @param base a new folder
   * @param settings what its {@code slurm.conf} has instead of what the usual one has: from, to
   */
  public static SlurmCluster start(Path base, Map<String, String> settings)
      throws IOException, InterruptedException {
    for (String folder : List.of("run", "log", "ctld", "munge", "n1", "n2", "n3")) {
      Files.createDirectories(base.resolve(folder));
    }
    Files.setPosixFilePermissions(
        base.resolve("munge"), PosixFilePermissions.fromString("rwx------"));
    for (Path open = base; open != null; open = open.getParent()) { // the way to the socket
      if (open.equals(base) || open.equals(base.getParent())) {
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    byte[] key = new byte[1024];
    new SecureRandom().nextBytes(key);
    Path keyFile = Files.write(base.resolve("munge/key"), key);
    Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    try (InputStream in = SlurmCluster.class.getResourceAsStream("/slurm/slurm.conf.in")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String host = InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
      text =
          text.replace("@BASE@", base.toString())
              .replace("@HOST@", host)
              .replaceAll("(?m)^GresTypes=.*$", "")
              .replace(" Gres=gpu:2", "")
              // After so many seconds a task that is queued again may start; two minutes is usual.
              .replace("munge.sock", "munge.sock,cred_expire=15");
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        if (!text.contains(setting.getKey())) {
          throw new IllegalArgumentException("no " + setting.getKey() + " in slurm.conf.in");
        }
        text = text.replace(setting.getKey(), setting.getValue());
      }
      Files.writeString(base.resolve("slurm.conf"), text);
    }
    SlurmCluster cluster = new SlurmCluster(base);
    cluster.daemon(
        "munged",
        "munged",
        "--foreground",
        "--key-file=" + keyFile,
        "--socket=" + base.resolve("run/munge.sock"),
        "--pid-file=" + base.resolve("run/munged.pid"),
        "--log-file=" + base.resolve("log/munged.log"),
        "--seed-file=" + base.resolve("munge/seed"));
    Thread.sleep(1000);
    String configuration = base.resolve("slurm.conf").toString();
    cluster.daemon("slurmctld", "slurmctld", "-D", "-f", configuration);
    for (String node : List.of("n1", "n2", "n3")) {
      cluster.daemon(node, "slurmd", "-D", "-f", configuration, "-N", node);
    }
    for (int i = 0; i < 60; i++) {
      if (cluster
          .ask("sinfo", "--noheader", "--Node", "--format=%T")
          .strip()
          .matches("(?s)idle\\s+idle\\s+idle")) {
        return cluster;
      }
      Thread.sleep(500);
    }
    String said = cluster.ask("sinfo");
    cluster.close();
    throw new IOException("no cluster: " + said);
  }

  private void daemon(String name, String... line) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(base.resolve("log/" + name + ".out").toFile());
    addTo(builder.environment());
    daemons.put(name, builder.start());
  }

  /** What processes that are to use this cluster have in their environment. */
  public void addTo(Map<String, String> environment) {
    environment.put("SLURM_CONF", base.resolve("slurm.conf").toString());
    environment.put("PATH", environment.getOrDefault("PATH", "/usr/bin") + ":/usr/sbin");
  }

  /** What a command of Slurm says. */
  public String ask(String... line) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    addTo(builder.environment());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /**
   * Kills a node's daemon and all that it runs, as a loss of power would: nothing of it sees the
   * other end, or tells of it.
   */
  public void kill(String node) throws IOException, InterruptedException {
    Process daemon = Objects.requireNonNull(daemons.remove(node));
    List<ProcessHandle> all =
        Stream.concat(
                Stream.concat(Stream.of(daemon.toHandle()), daemon.descendants()),
                ProcessHandle.allProcesses().filter(process -> isOf(process, node)))
            .distinct()
            .toList();
    for (ProcessHandle process : all) {
      ask("kill", "-STOP", Long.toString(process.pid()));
    }
    ask("scontrol", "update", "NodeName=" + node, "State=DOWN", "Reason=killed");
    all.forEach(ProcessHandle::destroyForcibly);
    daemon.waitFor();
  }

  private boolean isOf(ProcessHandle process, String node) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", "" + process.pid(), "environ"));
      List<String> variables = List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
      return variables.contains("SLURMD_NODENAME=" + node)
          && variables.contains("SLURM_CONF=" + base.resolve("slurm.conf"));
    } catch (IOException e) {
      return false; // ended, or not ours
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    ask("scancel", "--user=root");
    Thread.sleep(1000);
    daemons.values().forEach(Process::destroy);
    for (Process daemon : daemons.values()) {
      daemon.waitFor();
    }
  }
}
