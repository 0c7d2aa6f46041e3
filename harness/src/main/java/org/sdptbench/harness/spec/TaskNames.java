package org.sdptbench.harness.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Turns the name of a task into data sets.
 *
 * <p>A name is, in this order: a role of the scale ({@code odinw13}), a data set by its last word
 * in a role ({@code odinw13/Aquarium}), a data set ({@code picto-odinw13/Aquarium}), a suite
 * ({@code picto-odinw13}).
 */
public final class TaskNames {
  private final Map<String, Scale.Role> roles;
  private final List<String> datasets;
  private final Map<String, List<String>> ofRole = new LinkedHashMap<>();

  /** Names of a scale over the data sets of a catalog. */
  public TaskNames(Map<String, Scale.Role> roles, DatasetCatalog datasets) {
    this.roles = roles;
    this.datasets = datasets.names();
    roles.forEach(
        (name, role) ->
            ofRole.put(
                name, role.data().stream().flatMap(d -> plain(d).stream()).distinct().toList()));
  }

  /** The data sets that a name stands for, in the catalog's order; none if the name is unknown. */
  public List<String> resolve(String task) {
    List<String> role = ofRole.get(task);
    if (role != null) {
      return role;
    }
    int slash = task.indexOf('/');
    if (slash > 0 && roles.containsKey(task.substring(0, slash))) {
      String wanted = task.substring(slash);
      return resolve(task.substring(0, slash)).stream().filter(d -> d.endsWith(wanted)).toList();
    }
    return plain(task);
  }

  /**
   * Those of some tasks that are among some data sets, as names under which the scale gives them
   * the same settings.
   */
  List<String> within(List<String> tasks, Set<String> datasets) {
    Set<String> names = new LinkedHashSet<>();
    for (String task : tasks) {
      List<String> all = resolve(task);
      List<String> wanted = all.stream().filter(datasets::contains).toList();
      if (wanted.equals(all) && !all.isEmpty()) {
        names.add(task);
      } else {
        for (String dataset : wanted) {
          int slash = dataset.indexOf('/');
          names.add(
              ofRole.containsKey(task) && slash > 0 ? task + dataset.substring(slash) : dataset);
        }
      }
    }
    return List.copyOf(names);
  }

  /**
   * The recipe settings that the scale gives to a data set: by the first role that holds it and
   * that is named, or else by the first that holds it.
   *
   * @param named names of tasks, as a spec has them
   */
  public Map<String, Object> recipe(String dataset, List<String> named) {
    List<Map.Entry<String, Scale.Role>> holding =
        roles.entrySet().stream().filter(role -> resolve(role.getKey()).contains(dataset)).toList();
    return holding.stream()
        .filter(role -> named.stream().anyMatch(task -> isOf(task, role.getKey())))
        .findFirst()
        .or(() -> holding.stream().findFirst())
        .map(role -> role.getValue().recipe())
        .orElse(Map.of());
  }

  /** Whether a name is that of a role or of a data set in it. */
  private static boolean isOf(String task, String role) {
    return task.equals(role) || task.startsWith(role + "/");
  }

  /**
   * Names that may stand near a wrong one: roles first, then the data sets in them, then the rest.
   */
  public List<String> names() {
    List<String> names = new ArrayList<>(roles.keySet());
    for (String role : roles.keySet()) {
      resolve(role).stream()
          .filter(d -> d.contains("/"))
          .map(d -> role + d.substring(d.indexOf('/')))
          .forEach(names::add);
    }
    Stream<String> suites =
        datasets.stream().filter(d -> d.contains("/")).map(d -> d.substring(0, d.indexOf('/')));
    Stream.concat(suites, datasets.stream()).forEach(names::add);
    return names.stream().distinct().toList();
  }

  private List<String> plain(String name) {
    if (datasets.contains(name)) {
      return List.of(name);
    }
    return datasets.stream().filter(d -> d.startsWith(name + "/")).toList();
  }
}
