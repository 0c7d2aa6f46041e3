package org.sdptbench.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.ReportPlan;

/** The page in a real browser: what a reader does with it, and that it keeps to itself. */
@Tag("slow")
@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and nothing runs without a browser
class ReportInBrowserTest {

  private static final String WHITE = "255, 255, 255";
  private static final String DARK = "30, 30, 30";

  @TempDir static Path folder;
  private static @Nullable Browser browser;
  private static ChromeDriver driver;

  @BeforeAll
  static void open() throws Exception {
    Optional<Browser> found = Browser.start(folder.resolve("profile"));
    assumeTrue(
        found.isPresent(), "no chromium and chromedriver on the PATH: the page was not opened");
    browser = found.get();
    driver = browser.driver();
    FakeRuns fake = new FakeRuns(10, 3, 3);
    fake.write(folder.resolve("runs"));
    new Report(folder.resolve("runs"), fake.plan(), folder.resolve("fake")).write();
    ReportPlan plan = RichRuns.write(folder.resolve("rich/runs"));
    new Report(folder.resolve("rich/runs"), plan, folder.resolve("rich")).write();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void load() {
    load("fake");
    driver.executeScript("localStorage.clear()");
  }

  @AfterEach
  void keepsToItself() throws Exception {
    Browser open = Objects.requireNonNull(browser);
    assertThat(open.console()).isEmpty();
    assertThat(open.requests())
        .isNotEmpty()
        .allMatch(address -> address.startsWith("file:///") || address.startsWith("data:"));
  }

  @Test
  void aHeadingSortsItsTableThereAndBackAndGapsStayLast() {
    WebElement table = driver.findElement(By.cssSelector("#table-comparison table"));
    List<String> planned = labels(table);
    WebElement head = table.findElements(By.cssSelector("thead tr:last-child th")).get(3);
    WebElement button = head.findElement(By.tagName("button"));
    assertThat(head.getDomAttribute("aria-sort")).isEqualTo("none");

    button.sendKeys(Keys.ENTER);
    assertThat(head.getDomAttribute("aria-sort")).isEqualTo("descending");
    List<Double> falling = values(table, 3);
    assertThat(falling).hasSize(9).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(labels(table).get(9)).isEqualTo("UPT");

    button.sendKeys(Keys.SPACE);
    assertThat(head.getDomAttribute("aria-sort")).isEqualTo("ascending");
    assertThat(values(table, 3)).hasSize(9).isSorted();
    assertThat(labels(table).get(9)).isEqualTo("UPT");

    button.click();
    assertThat(head.getDomAttribute("aria-sort")).isEqualTo("none");
    assertThat(labels(table)).isEqualTo(planned);
  }

  @Test
  void aCellOpensItsRunsByKeyboardAndGivesTheFocusBack() {
    WebElement cell =
        driver.findElements(By.cssSelector("#table-comparison button.cell")).stream()
            .filter(
                each -> "SDPT (k = 10): picto-coco, AP".equals(each.getDomAttribute("data-place")))
            .findFirst()
            .orElseThrow();
    cell.sendKeys(Keys.ENTER);
    WebElement dialog = driver.findElement(By.id("runs-dialog"));
    assertThat(dialog.isDisplayed()).isTrue();
    assertThat(dialog.findElement(By.id("runs-title")).getText())
        .isEqualTo("SDPT (k = 10): picto-coco, AP");
    assertThat(dialog.getText())
        .containsPattern("Stored value 0\\.\\d{10,}, from 3 of 3 planned values")
        .contains("95 % interval", "Runs: 3.");
    assertThat(dialog.findElements(By.cssSelector("tbody tr"))).hasSize(3);

    // Close, the region that scrolls, eight headings that sort or nine, then the first run.
    WebElement run = dialog.findElement(By.cssSelector("button.open"));
    for (int i = 0; i < 20 && !driver.switchTo().activeElement().equals(run); i++) {
      press(Keys.TAB);
    }
    assertThat(driver.switchTo().activeElement()).isEqualTo(run);
    press(Keys.ENTER);
    assertThat(run.getDomAttribute("aria-expanded")).isEqualTo("true");
    WebElement detail = dialog.findElement(By.cssSelector("td.detail"));
    assertThat(detail.getText())
        .contains("weightDecay", "0.05", "mask", "paper", "peak memory, bytes", "1700000000")
        .contains("Validation AP by step", "Training loss by step")
        .contains("0123456789abcdef0123456789abcdef01234567, clean");
    assertThat(detail.findElements(By.cssSelector("polyline.line"))).hasSize(2);

    press(Keys.ESCAPE);
    assertThat(dialog.isDisplayed()).isFalse();
    assertThat(driver.switchTo().activeElement()).isEqualTo(cell);
  }

  @Test
  void theFilterChoosesRunsAndFadesCellsWithoutAny() {
    WebElement count = driver.findElement(By.id("filter-count"));
    assertThat(count.getText()).isEqualTo("120 runs");
    assertThat(driver.findElements(By.cssSelector("#all-runs tbody tr"))).hasSize(120);
    choose("filter-method", "MaPLe");
    choose("filter-seed", "1");
    assertThat(count.getText()).isEqualTo("4 of 120 runs");
    assertThat(driver.findElements(By.cssSelector("#all-runs tbody tr"))).hasSize(4);
    WebElement table = driver.findElement(By.cssSelector("#table-comparison table"));
    assertThat(visibleLabels(table)).containsExactly("MaPLe");
    choose("filter-task", "picto-odinw13/Aquarium");
    assertThat(count.getText()).isEqualTo("1 of 120 runs");
    WebElement coco =
        table.findElement(By.cssSelector("button.cell[data-place='MaPLe: picto-coco, AP']"));
    assertThat(coco.getDomAttribute("class")).contains("out");
    WebElement odinw =
        table.findElement(By.cssSelector("button.cell[data-place^='MaPLe: picto-odinw13']"));
    assertThat(odinw.getDomAttribute("class")).doesNotContain("out");
    odinw.click();
    assertThat(driver.findElement(By.id("runs-dialog")).getText())
        .contains("The filter leaves 1 of 9 runs.", "Method and settings");
    press(Keys.ESCAPE);
    driver.findElement(By.id("filter-reset")).click();
    assertThat(count.getText()).isEqualTo("120 runs");
    assertThat(visibleLabels(table)).hasSize(10);
  }

  @Test
  void theToggleTurnsPaperDarkAndBackAndIsKept() {
    WebElement toggle = driver.findElement(By.id("theme"));
    assertThat(toggle.getDomAttribute("aria-pressed")).isEqualTo("false");
    assertThat(paper()).isEqualTo(WHITE);
    assertThat(ink("#figure-1 svg > rect")).isEqualTo(WHITE);
    toggle.sendKeys(Keys.ENTER);
    assertThat(toggle.getDomAttribute("aria-pressed")).isEqualTo("true");
    assertThat(paper()).isEqualTo(DARK);
    assertThat(ink("#figure-1 svg > rect")).isEqualTo(DARK);
    driver.navigate().refresh();
    assertThat(paper()).isEqualTo(DARK);
    driver.findElement(By.id("theme")).click();
    assertThat(paper()).isEqualTo(WHITE);
  }

  @Test
  void aChartTellsItsValuesByKeyboardByPointerAndAsATable() {
    WebElement drawing = driver.findElement(By.cssSelector("#figure-1 .drawing"));
    WebElement tip = driver.findElement(By.cssSelector(".tip"));
    assertThat(tip.isDisplayed()).isFalse();
    drawing.sendKeys(Keys.ARROW_LEFT);
    assertThat(tip.isDisplayed()).isTrue();
    assertThat(tip.getText())
        .startsWith("Full fine-tuning\n")
        .contains("trained parameters: 7,412,224", "value: 38.", " points");
    drawing.sendKeys(Keys.ESCAPE);
    assertThat(tip.isDisplayed()).isFalse();

    WebElement spot = drawing.findElement(By.cssSelector(".spot"));
    drawing.sendKeys(Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT);
    String before = tip.getText();
    new Actions(driver).moveToElement(driver.findElement(By.tagName("h1"))).perform();
    new Actions(driver).moveToElement(spot).perform();
    assertThat(tip.getText()).isEqualTo(before);

    WebElement values = driver.findElement(By.cssSelector("#figure-1 summary"));
    values.sendKeys(Keys.ENTER);
    assertThat(driver.findElement(By.cssSelector("#figure-1 details")).getText())
        .contains("trained_parameters", "10240");
  }

  @Test
  void picturesShowTruthDetectionsAndAttentionAndHostileNamesAreText() {
    load("rich");
    List<WebElement> cells = driver.findElements(By.cssSelector("#table-rich button.cell"));
    cells.get(cells.size() - 1).click();
    WebElement dialog = driver.findElement(By.id("runs-dialog"));
    assertThat(dialog.getText())
        .contains("</script><!--<script>alert(1)</script><img src=x onerror=alert(2)>")
        .contains("scene-1.png: ground truth, 1", "detections, 2, with scores", "Tested detached");
    assertThat(dialog.findElements(By.cssSelector(".pictures svg"))).hasSize(3);
    assertThat(dialog.findElements(By.cssSelector("rect.found"))).hasSize(2);
    assertThat(dialog.findElements(By.cssSelector("rect.heat"))).hasSize(6);
    assertThat(dialog.findElement(By.cssSelector("rect.truth")).getSize().getWidth()).isPositive();
    press(Keys.ESCAPE);
  }

  @Test
  void everyControlHasANameAndNothingSpillsOverANarrowWindow() throws Exception {
    Dimension wide = driver.manage().window().getSize();
    driver.manage().window().setSize(new Dimension(420, 900));
    Number spill =
        (Number)
            Objects.requireNonNull(
                driver.executeScript(
                    "return document.documentElement.scrollWidth - window.innerWidth"));
    assertThat(spill.intValue()).isLessThanOrEqualTo(0);
    driver.manage().window().setSize(wide);
    for (WebElement control :
        driver.findElements(By.cssSelector("#start ~ section button, .bar select, .bar button"))) {
      if (control.isDisplayed()) {
        assertThat(control.getAccessibleName()).isNotBlank();
      }
    }
    Path picture =
        Files.write(folder.resolve("page.png"), driver.getScreenshotAs(OutputType.BYTES));
    assertThat(picture).isNotEmptyFile();
  }

  private static void load(String report) {
    driver.get(folder.resolve(report).resolve("report.html").toUri().toString());
  }

  private static void press(Keys key) {
    new Actions(driver).sendKeys(key).perform();
  }

  private static void choose(String select, String option) {
    driver.findElement(By.id(select)).findElements(By.tagName("option")).stream()
        .filter(each -> each.getText().equals(option))
        .findFirst()
        .orElseThrow()
        .click();
  }

  private static List<String> labels(WebElement table) {
    return table.findElements(By.cssSelector("tbody th")).stream()
        .map(WebElement::getText)
        .toList();
  }

  private static List<String> visibleLabels(WebElement table) {
    return table.findElements(By.cssSelector("tbody th")).stream()
        .filter(WebElement::isDisplayed)
        .map(WebElement::getText)
        .toList();
  }

  /** The stored values of a column from top to bottom, without the gaps. */
  private static List<Double> values(WebElement table, int column) {
    return table.findElements(By.cssSelector("tbody tr")).stream()
        .map(row -> row.findElements(By.xpath("./*")).get(column).getDomAttribute("data-value"))
        .filter(Objects::nonNull)
        .map(Double::valueOf)
        .toList();
  }

  private static String paper() {
    return color(driver.findElement(By.tagName("html")), "background-color");
  }

  private static String ink(String selector) {
    return color(driver.findElement(By.cssSelector(selector)), "fill");
  }

  /** Red, green and blue of {@code rgb(255, 255, 255)} or {@code rgba(255, 255, 255, 1)}. */
  private static String color(WebElement element, String property) {
    Matcher numbers = Pattern.compile("\\d+, \\d+, \\d+").matcher(element.getCssValue(property));
    assertThat(numbers.find()).isTrue();
    return numbers.group();
  }
}
