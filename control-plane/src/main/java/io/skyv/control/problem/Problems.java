package io.skyv.control.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Refusal;
import io.skyv.control.ledger.LedgerBusyException;
import io.vertx.sqlclient.DatabaseException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where faults become statuses, of HTTP and of gRPC. */
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final String NO_DATABASE = "the database does not answer; ask again later";
    private static final int BUSY_RETRY_SECONDS = 1;

    /** What the ledger's refusal is to whoever asked. */
    public static ProblemException of(Outcome.Refused refused, String detail) {
        return new ProblemException(code(refused.refusal()), detail);
    }

    private static ProblemCode code(Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN_GRANT -> ProblemCode.LEDGER_UNKNOWN_GRANT;
            case INVALID_ID -> ProblemCode.INVALID_ID;
            case INVALID_AMOUNT -> ProblemCode.INVALID_AMOUNT;
            case INVALID_PARAMETER -> ProblemCode.INVALID_PARAMETER;
            case ALREADY_BEGUN -> ProblemCode.ALREADY_BEGUN;
            case NOT_BEGUN -> ProblemCode.NOT_BEGUN;
            case INSUFFICIENT_FUNDS -> ProblemCode.INSUFFICIENT_FUNDS;
            case UNKNOWN_TRANSCODER -> ProblemCode.UNKNOWN_TRANSCODER;
            case BELOW_MINIMUM_BOND -> ProblemCode.BELOW_MINIMUM_BOND;
            case NOTHING_PENDING -> ProblemCode.NOTHING_PENDING;
            case INSUFFICIENT_STAKE -> ProblemCode.INSUFFICIENT_STAKE;
            case TOO_MANY_LOCKS -> ProblemCode.TOO_MANY_LOCKS;
            case UNKNOWN_LOCK -> ProblemCode.UNKNOWN_LOCK;
            case STILL_UNBONDING -> ProblemCode.STILL_UNBONDING;
            case NOT_OWNER -> ProblemCode.NOT_OWNER;
            case NOT_ELECTED -> ProblemCode.NOT_ELECTED;
            case NOTHING_TO_CLAIM -> ProblemCode.NOTHING_TO_CLAIM;
            case GRANT_EXISTS -> ProblemCode.GRANT_EXISTS;
            case INVALID_GRANT -> ProblemCode.INVALID_GRANT;
            case OVER_GRANT -> ProblemCode.OVER_GRANT;
            case BOX_BONDED -> ProblemCode.BOX_BONDED;
            case ALREADY_SLASHED -> ProblemCode.ALREADY_SLASHED;
        };
    }

    /** For the boxes. The description says what is wrong. */
    public static StatusRuntimeException toGrpc(Throwable fault) {
        return switch (fault) {
            case StatusRuntimeException status -> status;
            case ProblemException problem ->
                Status.fromCode(problem.code().grpcStatus())
                        .withDescription(problem.code().code() + ": " + problem.detail())
                        .asRuntimeException();
            case LedgerBusyException busy ->
                Status.UNAVAILABLE
                        .withDescription(ProblemCode.BUSY.code() + ": " + busy.getMessage())
                        .asRuntimeException();
            case Throwable other
            when isOfTheDatabase(other) -> {
                LOG.warnf("a call failed for want of the database: %s", other);
                yield Status.UNAVAILABLE
                        .withDescription(ProblemCode.BUSY.code() + ": " + NO_DATABASE)
                        .asRuntimeException();
            }
            default -> {
                LOG.error("a call failed", fault);
                yield Status.INTERNAL
                        .withDescription("a fault of the control plane")
                        .asRuntimeException();
            }
        };
    }

    @ServerExceptionMapper
    Response map(ProblemException problem) {
        return respond(problem.code(), problem.detail());
    }

    @ServerExceptionMapper
    Response map(LedgerBusyException busy) {
        return respond(ProblemCode.BUSY, String.valueOf(busy.getMessage()));
    }

    @ServerExceptionMapper
    Response map(ConstraintViolationException violations) {
        return respond(
                ProblemCode.MALFORMED,
                violations.getConstraintViolations().stream()
                        .map(Problems::describe)
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    @ServerExceptionMapper
    Response map(JsonProcessingException unreadable) {
        return respond(
                ProblemCode.MALFORMED, "the body is not the JSON that is expected: " + unreadable.getOriginalMessage());
    }

    @ServerExceptionMapper
    Response map(MismatchedInputException unreadable) {
        return map((JsonProcessingException) unreadable);
    }

    private static String reason(WebApplicationException e) {
        return e.getCause() instanceof JsonProcessingException unreadable
                ? "the body is not the JSON that is expected: " + unreadable.getOriginalMessage()
                : String.valueOf(e.getMessage());
    }

    @ServerExceptionMapper
    Response map(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return switch (status) {
            case 404 -> respond(ProblemCode.NOT_FOUND, "nothing is at this address");
            case 405 -> respond(ProblemCode.METHOD_NOT_ALLOWED, "this address knows other methods");
            case 406 -> respond(ProblemCode.NOT_ACCEPTABLE, "the answer is JSON");
            case 413 -> respond(ProblemCode.TOO_LARGE, "the body is larger than any request needs");
            case 415 -> respond(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json");
            default ->
                status >= 500
                        ? internal(e)
                        : status >= 400 ? respond(ProblemCode.MALFORMED, reason(e)) : e.getResponse();
        };
    }

    @ServerExceptionMapper
    Response map(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ProblemException problem -> {
                    return map(problem);
                }
                case LedgerBusyException busy -> {
                    return map(busy);
                }
                case JsonProcessingException unwritable -> {
                    return internal(unwritable);
                }
                default -> {}
            }
        }
        if (isOfTheDatabase(fault)) {
            LOG.warnf("a request failed for want of the database: %s", fault);
            return respond(ProblemCode.BUSY, NO_DATABASE);
        }
        return internal(fault);
    }

    /** Whether the same may well succeed once the database is as it should be. */
    public static boolean isOfTheDatabase(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || (cause instanceof DatabaseException refused && isAway(refused.getSqlState()))) {
                return true;
            }
        }
        return false;
    }

    /** Classes of SQLSTATE: connection, resources (disk full), intervention (shutting down, recovering), system. */
    private static boolean isAway(@Nullable String state) {
        return state != null && List.of("08", "53", "57", "58", "XX").contains(state.substring(0, 2));
    }

    private static Response internal(Throwable fault) {
        LOG.error("a request failed", fault);
        return respond(ProblemCode.INTERNAL, "it is in the log of the control plane");
    }

    private static Response respond(ProblemCode code, String detail) {
        Response.ResponseBuilder response =
                Response.status(code.httpStatus()).type(Problem.MEDIA_TYPE).entity(Problem.of(code, detail));
        return (code == ProblemCode.BUSY ? response.header(HttpHeaders.RETRY_AFTER, BUSY_RETRY_SECONDS) : response)
                .build();
    }

    private static String describe(ConstraintViolation<?> violation) {
        String field = "";
        for (Path.Node node : violation.getPropertyPath()) {
            field = node.getName() == null ? field : node.getName();
        }
        return field + " " + violation.getMessage();
    }
}
