package org.sdptbench.harness.launch;

import java.util.Map;

/** What processes that compute with tensors have in their environment. */
final class WorkerEnvironment {
  /** One thread for tensors in every library that has threads of its own. */
  private static final Map<String, String> ONE_THREAD =
      Map.of("OMP_NUM_THREADS", "1", "MKL_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1");

  /**
   * Has the C library keep the memory of freed tensors for the next ones. Left alone, glibc gives
   * it back to the system at once, and each new tensor is paid for with page faults: a fifth of the
   * training time. Other C libraries know none of these names. What the user has set stays.
   */
  private static final Map<String, String> KEEP_FREED_MEMORY =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "4000000000",
          "MALLOC_TOP_PAD_", "268435456");

  private WorkerEnvironment() {}

  /** Adds it to the environment of a process that is to be started. */
  static void addTo(Map<String, String> environment) {
    environment.putAll(ONE_THREAD);
    KEEP_FREED_MEMORY.forEach(environment::putIfAbsent);
  }
}
