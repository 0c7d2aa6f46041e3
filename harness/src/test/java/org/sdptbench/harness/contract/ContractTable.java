package org.sdptbench.harness.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Methods by checks: which method kept which promise. */
final class ContractTable {
  private final Map<String, Map<String, Boolean>> rows = new TreeMap<>();
  private final Set<String> checks = new LinkedHashSet<>();

  /** Notes the outcome of a check; the last one counts. */
  void record(String method, String check, boolean kept) {
    checks.add(check);
    rows.computeIfAbsent(method, row -> new LinkedHashMap<>()).put(check, kept);
  }

  /** Writes one line per method; a check that does not concern it is left empty. */
  void write(Path file) {
    StringBuilder csv = new StringBuilder("method");
    checks.forEach(check -> csv.append(',').append(quoted(check)));
    rows.forEach(
        (method, row) -> {
          csv.append('\n').append(quoted(method));
          for (String check : checks) {
            Boolean kept = row.get(check);
            csv.append(',').append(kept == null ? "" : kept ? "kept" : "broken");
          }
        });
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, csv.append('\n'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
