package dev.maxdiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.runtime.MaxDiffRuntime;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the example of the README. */
@Timeout(120)
class ReadmeExamplesIT {

  @Test
  void theEmbeddingExampleRuns(@TempDir Path directory) {
    embed(directory.resolve("state").toString());

    assertThat(directory.resolve("state/embedded/journal.mv.db")).exists();
    assertThat(directory.resolve("state/embedded/runtime.json")).doesNotExist();
  }

  private static void embed(String state) {
    // README: begin
    Config config =
        Configuration.load(Path.of("conf/application.conf"), Map.of("maxdiff.state.root", state));
    RuntimeOptions options = RuntimeOptions.embedded(config, MarketTape.bitstamp());
    try (MaxDiffRuntime runtime = MaxDiffRuntime.start(options)) {
      WatcherService watchers = runtime.watchers();
      watchers.subscribe(event -> System.out.println(event.words()));
      WatcherKey key = WatcherKey.parse("BTCUSD|buy|mymodel");
      WishRequest wish = WishRequest.entry(key, Price.parse("790"), Quantity.parse("0.5"));
      System.out.println(watchers.want(wish).toCompletableFuture().join().words());
    } // every watcher is gone here; the wish is back at the next start
    // README: end
  }

  @Test
  void theReadmeShowsTheSameLines() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String source = Files.readString(Path.of("src/test/java/dev/maxdiff/ReadmeExamplesIT.java"));
    Matcher shown = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    Matcher run =
        Pattern.compile("// README: begin\n(.*?) +// README: end", Pattern.DOTALL).matcher(source);

    assertThat(shown.find()).isTrue();
    assertThat(run.find()).isTrue();
    assertThat(shown.group(1).replaceAll("\\s+", " ").trim())
        .isEqualTo(run.group(1).replaceAll("\\s+", " ").trim());
  }

  @Test
  void theReadmeOpensWithItsTwoCommands() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(readme.substring(0, 600)).contains("mvn compile exec:java", "mvn verify");
    assertThat(readme).doesNotContainPattern("@[A-Z]+@");
  }
}
