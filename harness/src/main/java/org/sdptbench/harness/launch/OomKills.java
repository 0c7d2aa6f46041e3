package org.sdptbench.harness.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many processes the kernel has ended for want of memory (Linux). */
final class OomKills {
  /** Of this process's control group, as in a container; or of the whole machine. */
  private static final List<Path> COUNTERS =
      List.of(Path.of("/sys/fs/cgroup/memory.events"), Path.of("/proc/vmstat"));

  private static final Pattern COUNTER = Pattern.compile("(?m)^oom_kill (\\d{1,18})$");

  private OomKills() {}

  /** The number so far; 0 where nobody counts. It only grows. */
  static long count() {
    long sum = 0;
    for (Path file : COUNTERS) {
      try {
        Matcher counter = COUNTER.matcher(Files.readString(file));
        sum += counter.find() ? Long.parseLong(counter.group(1)) : 0;
      } catch (IOException e) {
        // not Linux, or hidden
      }
    }
    return sum;
  }
}
