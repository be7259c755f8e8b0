package dev.maxdiff.broker.paper;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.paper.engine.ExchangeEngine;
import dev.maxdiff.broker.paper.rest.OrderSubmission;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends the changes of orders to the {@link ExchangeActor}. */
record ActorOrderSubmission(ActorRef<ExchangeActor.Command> exchange, Scheduler scheduler)
    implements OrderSubmission {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Override
  public CompletionStage<ExchangeEngine.Outcome> submit(OrderRequest request) {
    return ask(replyTo -> new ExchangeActor.Submit(request, replyTo));
  }

  @Override
  public CompletionStage<ExchangeEngine.Outcome> replace(String id, ReplaceRequest request) {
    return ask(replyTo -> new ExchangeActor.Replace(id, request, replyTo));
  }

  @Override
  public CompletionStage<ExchangeEngine.Outcome> cancel(String id) {
    return ask(replyTo -> new ExchangeActor.Cancel(id, replyTo));
  }

  @Override
  public CompletionStage<Map<String, ExchangeEngine.Outcome>> cancelAll() {
    return ask(ExchangeActor.CancelAll::new);
  }

  @Override
  public CompletionStage<ExchangeEngine.Outcome> transfer(BigDecimal amount) {
    return ask(replyTo -> new ExchangeActor.Transfer(amount, replyTo));
  }

  private <T> CompletionStage<T> ask(Function<ActorRef<T>, ExchangeActor.Command> command) {
    return AskPattern.ask(exchange, command, TIMEOUT, scheduler);
  }
}
