package org.sdptbench.harness.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.RecipeValues;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.SettingSet;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.TaskNames;
import org.sdptbench.reports.record.RunRecord;

/** Resolves recipes: a later source wins, in the order of the manual of the spec package. */
final class Recipes {
  private final Scale scale;
  private final TaskNames tasks;
  private final RecipeSettings vocabulary;

  Recipes(Scale scale, TaskNames tasks, RecipeSettings vocabulary) {
    this.scale = scale;
    this.tasks = tasks;
    this.vocabulary = vocabulary;
  }

  /**
   * Every setting of a point's recipe.
   *
   * @param settings every setting of its method
   * @param trains whether its method trains; one that does not has the settings of the test only
   */
  SortedMap<String, Object> of(
      Spec spec, Point point, Map<String, Object> settings, boolean trains) {
    Map<String, Object> chosen = ofScale(spec, point.method().name(), settings, point.dataset());
    putAll(chosen, spec.recipe());
    putAll(chosen, point.method().recipe());
    putAxes(chosen, point, setting -> true);
    SettingSet all = trains ? vocabulary.all() : vocabulary.evaluation();
    chosen.keySet().retainAll(all.names());
    return all.resolve(chosen);
  }

  /**
   * Every setting of the recipe of what a point trains first. The point's axes say how the point is
   * trained, and concern this only where they are about images.
   *
   * @param method the method that is trained first
   * @param dataset what it is trained on
   * @param own settings of the recipe that the spec gives it
   */
  SortedMap<String, Object> ofBase(
      Spec spec, Point point, RunRecord.Method method, String dataset, Map<String, Object> own) {
    Map<String, Object> chosen = ofScale(spec, method.name(), method.settings(), dataset);
    putAll(chosen, scale.base());
    putAll(chosen, spec.recipe());
    chosen.put(RecipeSettings.VALIDATE_EVERY, 0L); // no curve shows it
    putAll(chosen, own);
    putAxes(chosen, point, setting -> vocabulary.evaluation().find(setting).isPresent());
    SortedMap<String, Object> all = vocabulary.all().resolve(chosen);
    return new RecipeValues(all).withoutChoice();
  }

  private Map<String, Object> ofScale(
      Spec spec, String method, Map<String, Object> settings, String dataset) {
    Map<String, Object> chosen = new HashMap<>(scale.recipe());
    putAll(chosen, tasks.recipe(dataset, spec.tasks()));
    putAll(chosen, scale.recipe(method, settings));
    return chosen;
  }

  /** Settings that a later source has; its steps take the place of epochs. */
  private static void putAll(Map<String, Object> chosen, Map<String, Object> source) {
    putAll(chosen, source, RecipeValues.INSTEAD_IN_SPECS);
  }

  private static void putAll(
      Map<String, Object> chosen, Map<String, Object> source, Map<String, String> instead) {
    instead.forEach(
        (steps, epochs) -> {
          if (source.containsKey(steps)) {
            chosen.put(epochs, 0L);
          }
        });
    chosen.putAll(source);
  }

  private static void putAxes(
      Map<String, Object> chosen, Point point, Predicate<String> concerned) {
    point
        .axes()
        .forEach(
            (key, value) -> {
              if (key.isOfRecipe() && concerned.test(key.name())) {
                putAll(chosen, Map.of(key.name(), value), RecipeValues.INSTEAD);
              }
            });
  }
}
