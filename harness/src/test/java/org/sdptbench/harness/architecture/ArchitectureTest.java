package org.sdptbench.harness.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.sdptbench.glip.tensor.Script;

/** The arrows of the house, and who may compute. */
@AnalyzeClasses(
    packages = "org.sdptbench",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.NoTestJars.class,
      ArchitectureTest.NoGeneratedCode.class
    })
class ArchitectureTest {
  /** Once a module is packaged, its tests come to other modules' tests as a jar. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  /** What JMH makes of the benchmarks. */
  static final class NoGeneratedCode implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/jmh_generated/");
    }
  }

  private static final String GLIP = "org.sdptbench.glip..";
  private static final String SDPT = "org.sdptbench.sdpt..";
  private static final String BASELINES = "org.sdptbench.baselines..";
  private static final String REPORTS = "org.sdptbench.reports..";
  private static final String HARNESS = "org.sdptbench.harness..";

  /** Reading, not arithmetic. */
  private static final Set<String> READS =
      Set.of(
          "getShape",
          "getDataType",
          "size",
          "getFloat",
          "getDouble",
          "getLong",
          "toFloatArray",
          "toDoubleArray",
          "toLongArray",
          "toBooleanArray",
          "toByteArray",
          "toByteBuffer",
          "close");

  private static final DescribedPredicate<JavaMethodCall> ARITHMETIC =
      DescribedPredicate.describe(
          "arithmetic of NDArray",
          call ->
              call.getTargetOwner().isAssignableTo(NDArray.class)
                  && !READS.contains(call.getName()));

  @ArchTest
  static final ArchRule GLIP_KNOWS_NO_METHOD =
      noClasses()
          .that()
          .resideInAPackage(GLIP)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SDPT, BASELINES, REPORTS, HARNESS);

  @ArchTest
  static final ArchRule SDPT_KNOWS_ONLY_GLIP =
      noClasses()
          .that()
          .resideInAPackage(SDPT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BASELINES, REPORTS, HARNESS);

  @ArchTest
  static final ArchRule BASELINES_KNOW_ONLY_GLIP =
      noClasses()
          .that()
          .resideInAPackage(BASELINES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SDPT, REPORTS, HARNESS);

  @ArchTest
  static final ArchRule REPORTS_KNOW_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage(REPORTS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GLIP, SDPT, BASELINES, HARNESS);

  /** Every package is a slice, the modules' root packages too. */
  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.sdptbench.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule COMMANDS_STAND_ON_TOP =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.sdptbench.harness", "org.sdptbench.harness.cli")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sdptbench.harness.cli", "org.sdptbench.harness");

  @ArchTest
  static final ArchRule ONLY_THE_TENSOR_PACKAGE_COMPUTES =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sdptbench.glip.tensor..")
          .should()
          .callMethodWhere(ARITHMETIC)
          .because("DJL's own arithmetic can corrupt gradients; see the manual of glip.tensor");

  /** Opening, closing and counting makes no array. */
  private static final DescribedPredicate<JavaMethodCall> MAKING =
      DescribedPredicate.describe(
          "making of arrays",
          call ->
              call.getTargetOwner().isAssignableTo(NDManager.class)
                  && !Set.of("newBaseManager", "close", "getManagedArrays")
                      .contains(call.getName()));

  @ArchTest
  static final ArchRule ARRAYS_ARE_MADE_IN_ONE_PLACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.sdptbench.glip.tensor.Placement")
          .should()
          .callMethodWhere(MAKING)
          .because("an array on another device than the model's ends a run on a GPU");

  @ArchTest
  static final ArchRule KERNELS_ARE_CALLED_THROUGH_TYPED_FRONTS =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sdptbench.glip.tensor..")
          .and()
          .haveSimpleNameNotEndingWith("Kernels")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Script.class)
          .because("a kernel's name and the order of its arguments stand in one place");

  @ArchTest
  static final ArchRule NO_STATIC_MUTABLE_STATE =
      fields().that().areStatic().should().beFinal().because("state belongs to objects");

  @ArchTest
  static final ArchRule ONLY_MAIN_EXITS =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .and()
          .doNotHaveSimpleName("WorkerMain")
          .should()
          .callMethod(System.class, "exit", int.class);
}
