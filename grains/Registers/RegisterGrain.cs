using ActiveActive.State;
using Orleans.Concurrency;

namespace ActiveActive.Registers;

[Reentrant, GrainType("register")]
internal sealed class RegisterGrain([DurableState("register")] IDurableState<RegisterState> state) : Grain, IRegisterGrain
{
    public Task<RegisterValue?> Get() => Task.FromResult(state.Value.View());

    public async Task<RegisterValue> Set(string json, RegisterCondition condition)
    {
        var document = RegisterText.Check(json);
        var etag = CallScope.Current!.Stamp.Id.Value.ToString("N");
        var written = await state.Update(present =>
            Change.To(present.Set(document, etag, condition), new RegisterWritten(etag, Created: present.ETag is null)));
        return new RegisterValue(document, written.ETag, written.Created);
    }

    public Task<bool> Delete(RegisterCondition condition) => state.Update(present =>
    {
        present.Demand(condition);
        return present.ETag is null ? Change.None(present, false) : Change.Delete(present, true);
    });
}
