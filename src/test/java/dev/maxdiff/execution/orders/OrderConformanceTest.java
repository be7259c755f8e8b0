package dev.maxdiff.execution.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.decisions.TaskEffect;
import dev.maxdiff.execution.gateway.GatewayJson;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.ProposedOrder;
import dev.maxdiff.execution.upstream.CachedUpstream;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tasks of an order manager do what the blocking tasks of commit 8248f6a did (issue 27): the
 * same requests, intents, outcomes, committed cash, events and answers, in the same order. See the
 * README of the fixture.
 */
class OrderConformanceTest {

  private static final List<String> RECORDED = recorded();

  private static List<String> recorded() {
    try (InputStream file =
            OrderConformanceTest.class.getResourceAsStream("/execution/tasks.txt.gz");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<Long> seeds() {
    return RECORDED.stream()
        .filter(line -> line.startsWith("seed "))
        .map(line -> Long.parseLong(line.substring(5, line.indexOf(','))))
        .distinct()
        .toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void performsTheTasksAsBefore(long seed) {
    List<List<String>> before =
        tasks(RECORDED).stream()
            .filter(task -> task.get(0).startsWith("seed " + seed + ","))
            .toList();
    ConformanceScenario scenario = new ConformanceScenario(seed);

    List<List<String>> now = tasks(scenario.run(new Present(scenario)));

    for (int n = 0; n < Math.min(before.size(), now.size()); n++) {
      assertThat(normalised(now.get(n)))
          .as("the first task with a difference")
          .isEqualTo(normalised(before.get(n)));
    }
    assertThat(now).hasSameSizeAs(before);
  }

  /** Lines before the first task belong to none. */
  private static List<List<String>> tasks(List<String> lines) {
    List<List<String>> tasks = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("seed ")) {
        tasks.add(new ArrayList<>());
      }
      tasks.get(tasks.size() - 1).add(line);
    }
    return tasks;
  }

  /** Removes the deliberate differences. */
  private static List<String> normalised(List<String> task) {
    List<String> lines = new ArrayList<>();
    List<String> alerts = new ArrayList<>();
    for (String line : task) {
      // several cancels are sent at once: the alerts about them follow the last one
      boolean isOfCancels = line.startsWith("  cancel ") || line.startsWith("  ! ");
      if (line.startsWith("  event alert cancel of ")) {
        alerts.add(line);
        continue;
      } else if (!isOfCancels && !line.startsWith("  = done")) {
        lines.addAll(alerts);
        alerts.clear();
      }
      lines.add(
          line
              // the words were changed
              .replace(
                  "the journal did not take its intent", "the journal did not confirm its intent")
              // a stage may wrap a defect
              .replace(
                  "internal error: java.util.concurrent.CompletionException: ",
                  "internal error: "));
    }
    return lines;
  }

  @Test
  void everyTaskAndEveryAnswerIsRecorded() {
    assertThat(
            found(
                "^seed .* generation \\d+: (place|replace|cancel orders|cancel duplicates|cancel) "))
        .containsExactlyInAnyOrder(
            "place", "replace", "cancel", "cancel orders", "cancel duplicates");
    assertThat(found("^  answer (placed|cancel accepted|unconfirmed \\[\\]|unconfirmed \\[.)"))
        .hasSize(4);
    assertThat(found("^  answer refused (\\d+ \\d+ \\w+):"))
        .containsExactlyInAnyOrder(
            "403 40300000 rejected",
            "403 40310000 above_target",
            "403 40310000 awaiting_release",
            "403 40310000 beyond_book",
            "403 40310000 beyond_position",
            "403 40310000 blocked_opposite_side",
            "403 40310000 brake_open_notional",
            "403 40310000 brake_order_notional",
            "403 40310000 brake_symbol_notional",
            "403 40310000 far_off",
            "403 40310000 frozen",
            "403 40310000 no_cash",
            "403 40310000 no_quote",
            "403 40310000 not_tradable",
            "403 40310000 order_id_too_long",
            "403 40310000 order_open",
            "403 40310000 paused",
            "403 40310000 rejected",
            "403 40310000 stale_quote",
            "403 40310000 too_small",
            "403 40310000 unusable_quote",
            "403 40310000 wash_trade",
            "403 40310000 wrong_side",
            "404 40410000 not_found",
            "409 40910000 stale_generation",
            "422 42210000 filled",
            "422 42210000 not_open",
            "422 42210000 rejected",
            "429 42910000 rate_limited",
            "500 50010000 internal",
            "503 50310000 malformed",
            "503 50310000 unresolved",
            "503 50310000 unresolved_intent",
            "503 50310001 journal_unavailable",
            "503 50310001 malformed",
            "503 50310001 unauthorized",
            "503 50310001 unreachable",
            "503 50310001 unresolved",
            "503 50310001 unresolved_intent");
    assertThat(found("^  resolved \\S+ (\\w+)"))
        .containsExactlyInAnyOrder("accepted", "denied", "rejected");
    assertThat(found("^  event (\\w+) ")).containsExactlyInAnyOrder("sent", "denied", "alert");
  }

  private static Set<String> found(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return RECORDED.stream()
        .flatMap(line -> compiled.matcher(line).results())
        .map(MatchResult::group)
        .map(
            text -> {
              var matcher = compiled.matcher(text);
              return matcher.find() ? matcher.group(1) : "";
            })
        .collect(Collectors.toSet());
  }

  /** The present order manager, without its actor. */
  private static final class Present implements ConformanceScenario.Subject {

    private final ConformanceScenario scenario;
    private final ExecutionSettings settings;
    private final FencingTokens tokens = new FencingTokens();
    private final TradingAccount account;
    private final GatewayContext context;
    private final Tasks tasks;

    Present(ConformanceScenario scenario) {
      this.scenario = scenario;
      this.settings = ExecutionSettings.from(scenario.settings(), Venue.EMBEDDED);
      this.account =
          AccountAlone.of(
              settings,
              InstantSource.fixed(FakeBroker.NOW),
              scenario.driftNanos(),
              event -> {}); // the traces have no events beside those of tasks
      ThreadedBroker requests = new ThreadedBroker(scenario.broker(), Runnable::run);
      this.context =
          new GatewayContext(
              OrderOrigin.untagged(Samples.US),
              settings,
              requests,
              new CachedUpstream(
                  scenario.broker(),
                  requests,
                  Samples.US,
                  settings,
                  RateBudget.unlimited(),
                  scenario.nanos()),
              new ChangeNotifier(),
              tokens,
              new CallerOrderIds(),
              account,
              InstantSource.fixed(FakeBroker.NOW),
              Runnable::run,
              event -> scenario.published(ConformanceWords.of(event)));
      this.tasks = new Tasks();
    }

    private final class Tasks extends MemoryTaskDriver {
      String silent;

      Tasks() {
        super(scenario.symbol(), context);
      }

      @Override
      void write(OrderIntent intent) {
        super.write(intent);
        silent = null;
        if (!scenario.written(ConformanceWords.of(intent))) {
          silent = intent.clientOrderId();
          pause(settings.orders().requestTimeout());
        }
      }

      @Override
      void resolve(TaskEffect.Resolve resolve) {
        String id = resolve.intent().clientOrderId();
        // the task of 8248f6a left an intent that the journal was late to write to the lookup
        if (!id.equals(silent)) {
          scenario.resolved(id, resolve.outcome(), resolve.takenAt());
        }
        super.resolve(resolve);
      }
    }

    @Override
    public void admit(Wish wish, long generation) {
      tokens.admit(wish, generation);
    }

    @Override
    public void retire(SlotId slot, long generation) {
      tokens.retire(slot, generation);
    }

    @Override
    public void withdraw(SlotId slot) {
      tokens.withdraw(slot);
    }

    @Override
    public void pause(EntryPause pause) {
      account.pause(pause);
    }

    @Override
    public void resume() {
      account.resume(PauseScope.EVERYTHING);
    }

    @Override
    public void observe() {
      PositionLedger ledger = context.upstream().snapshot(Duration.ZERO).value().ledger();
      account.tell(new AccountInput.LedgerObserved(ledger.symbolLedger(scenario.symbol())));
    }

    @Override
    public void lookUpAll() {
      for (OrderIntent intent : List.copyOf(tasks.journalled().unresolved().values())) {
        boolean isThere =
            TaskDriver.joined(context.orders().orderByClientOrderId(intent.clientOrderId()))
                .isPresent();
        tasks.resolve(
            intent.clientOrderId(), isThere ? IntentOutcome.ACCEPTED : IntentOutcome.ABSENT);
        account.tell(new AccountInput.CashFreed(intent.slot()));
      }
    }

    @Override
    public void letTimePass() {
      tasks.pause(ConformanceScenario.PATIENCE);
    }

    @Override
    public String place(Wish wish, long generation, OrderRequest request) {
      return perform(
          new OrderTask.Place(ProposedOrder.of(new WatcherAuthority(wish, generation), request)));
    }

    @Override
    public String replace(Wish wish, long generation, String id, ReplaceRequest change) {
      return perform(new OrderTask.Replace(new WatcherAuthority(wish, generation), id, change));
    }

    @Override
    public String cancel(Wish wish, long generation, String id) {
      return perform(new OrderTask.Cancel(new WatcherAuthority(wish, generation), id));
    }

    @Override
    public String cancelSlots(Set<SlotId> slots, boolean evenCurrent, Duration patience) {
      return perform(
          new OrderTask.CancelSlots(slots, evenCurrent, tasks.nanos() + patience.toNanos()));
    }

    @Override
    public String cancelSurplus(Duration patience) {
      return perform(new OrderTask.CancelSurplus(tasks.nanos() + patience.toNanos()));
    }

    private String perform(OrderTask task) {
      OrderAnswer answer = tasks.perform(task);
      scenario.ended();
      // as the order manager does after each task
      tasks.journalled().unresolved().values().stream()
          .map(AccountInput.IntentUnresolved::new)
          .forEach(account::tell);
      return words(answer);
    }

    private static String words(OrderAnswer answer) {
      if (answer instanceof OrderAnswer.Placed placed) {
        return "placed " + ConformanceScenario.words(placed.order());
      } else if (answer instanceof OrderAnswer.Unconfirmed unconfirmed) {
        return "unconfirmed "
            + unconfirmed.orders().stream().map(ConformanceScenario::words).toList();
      } else if (answer instanceof OrderRefusal refused) {
        return "refused %d %d %s: %s"
            .formatted(
                GatewayJson.status(refused),
                GatewayJson.code(refused),
                refused.reason(),
                refused.message());
      }
      return "cancel accepted";
    }

    @Override
    public Map<SlotId, BigDecimal> committed() {
      return account
          .state()
          .cash()
          .committed(
              PositionLedger.of(
                  settings.ledger().coinFees(), List.of(), List.of(), List.of(), Set.of()));
    }
  }

  /** Writes the tasks of the recorded seeds, for a review of their changes. */
  public static void main(String[] arguments) {
    for (long seed : seeds()) {
      ConformanceScenario scenario = new ConformanceScenario(seed);
      scenario.run(new Present(scenario)).forEach(System.out::println);
    }
  }
}
