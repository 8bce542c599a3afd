namespace ActiveActive.State.Storage;

/// <summary>A call to send, as it is kept until it is acknowledged.</summary>
/// <param name="Id">Its id, under which it is delivered.</param>
/// <param name="Source">The grain that sends.</param>
/// <param name="Target">The grain that is called.</param>
/// <param name="Method">Interface and method called, for people.</param>
/// <param name="Call">The call, serialized.</param>
/// <param name="IfRefused">The call to make instead when the target refuses, serialized; or null.</param>
public sealed record SendRow(RequestId Id, GrainId Source, GrainId Target, string Method, byte[] Call, byte[]? IfRefused);
