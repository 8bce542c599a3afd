using Microsoft.AspNetCore.Http;

namespace ActiveActive.Silo.Http.Problems;

/// <summary>The HTTP request itself is wrong, so that no grain was asked.</summary>
internal sealed class RejectedException(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static RejectedException BadRequest(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
